import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What is answered to a window: words in it, or a status with its error. */
export type SoundAnswer = { text: string; finishReason?: string } | { status: number; error: object };

/** The Gemini API as far as recordings need it: files (https://ai.google.dev/api/files) and generateContent. */
export class GeminiSoundStandIn {
  readonly apiKey: string;
  /** Files that are there, by name: how many bytes each has. */
  readonly files = new Map<string, number>();
  /** The orders that were given, in words. */
  readonly orders: string[] = [];
  /** Answers an order; the number counts from 1 for the same words. */
  answer: (order: string, time: number) => SoundAnswer = () => ({ text: '{"segments":[]}' });
  readonly #server: Server = createServer((request, response) => {
    this.#handle(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });

  constructor(apiKey: string) {
    this.apiKey = apiKey;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.baseUrl);
    const body = await buffer(request);
    const json = (value: object, status = 200, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(value));
    if (request.headers['x-goog-api-key'] !== this.apiKey && !pathname.startsWith('/sent/'))
      return void json({ error: { code: 403, message: 'no key', status: 'PERMISSION_DENIED' } }, 403);
    if (pathname === '/upload/v1beta/files') {
      const name = `files/sound-${this.files.size + 1}-${Date.now()}`;
      return void json({}, 200, {
        'x-goog-upload-url': `${this.baseUrl}/sent/${name}`,
        'x-goog-upload-status': 'active',
      });
    }
    const sent = /^\/sent\/(files\/.+)$/.exec(pathname)?.[1];
    if (sent) {
      this.files.set(sent, (this.files.get(sent) ?? 0) + body.length);
      const isLast = String(request.headers['x-goog-upload-command']).includes('finalize');
      return void json(isLast ? { file: this.#file(sent) } : {}, 200, {
        'x-goog-upload-status': isLast ? 'final' : 'active',
      });
    }
    const name = /^\/v1beta\/(files\/[^/]+)$/.exec(pathname)?.[1];
    if (name) {
      if (!this.files.has(name))
        return void json({ error: { code: 403, message: 'not there', status: 'PERMISSION_DENIED' } }, 403);
      if (request.method === 'DELETE') this.files.delete(name);
      return void json(request.method === 'DELETE' ? {} : this.#file(name));
    }
    if (/:generateContent$/.test(pathname)) {
      const { contents } = JSON.parse(body.toString()) as {
        contents: Array<{ parts: Array<{ text?: string }> }>;
      };
      const order = contents[0]?.parts.find(({ text }) => text)?.text ?? '';
      this.orders.push(order);
      const answer = this.answer(order, this.orders.filter((one) => one === order).length);
      if ('status' in answer) return void json({ error: answer.error }, answer.status);
      const { text, finishReason = 'STOP' } = answer;
      return void json({
        candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, finishReason }],
        usageMetadata: { totalTokenCount: 1_000 },
      });
    }
    json({ error: { code: 404, message: pathname } }, 404);
  }

  #file(name: string): object {
    return {
      name,
      uri: `${this.baseUrl}/v1beta/${name}`,
      mimeType: 'audio/wav',
      state: 'ACTIVE',
      sizeBytes: String(this.files.get(name)),
    };
  }
}
