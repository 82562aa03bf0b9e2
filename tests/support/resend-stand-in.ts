import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from './vendor-stand-in.ts';

/** Resend on this machine: its domains, and mail with keys that make one mail of the same twice. */
export class ResendStandIn {
  readonly key = 're_key';
  domainId = 'a-domain';
  url = '';
  /** For the next mails, in order. */
  readonly faults: Fault[] = [];
  readonly sent: Array<{ id: string; key: string; body: Record<string, unknown> }> = [];
  calls = 0;
  readonly #server = createServer((request, response) => void this.#on(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const answer = (status: number, body: unknown, headers = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const refuse = (statusCode: number, name: string, message: string) =>
      answer(statusCode, { statusCode, name, message });
    if (request.headers.authorization !== `Bearer ${this.key}`)
      return refuse(401, 'restricted_api_key', 'API key is invalid');
    if (request.url === '/domains')
      return answer(200, { data: [{ id: this.domainId, name: 'own.example', status: 'verified' }] });
    if (request.url !== '/emails' || request.method !== 'POST')
      return refuse(404, 'not_found', 'The requested endpoint does not exist');
    this.calls++;
    const fault = this.faults.shift();
    if (fault === 'cut') return void request.socket.destroy();
    if (fault && fault !== 'lost') return answer(fault.status, fault.body ?? {}, fault.headers);
    const body = JSON.parse(text) as Record<string, unknown>;
    for (const field of ['from', 'to', 'subject'])
      if (!body[field]) return refuse(422, 'missing_required_field', `Missing \`${field}\` field.`);
    const key = String(request.headers['idempotency-key'] ?? '');
    const known = this.sent.find((one) => one.key === key);
    if (known && JSON.stringify(known.body) !== JSON.stringify(body))
      return refuse(409, 'invalid_idempotent_request', 'This key was used with another payload');
    const mail = known ?? { id: `mail-${this.sent.length}`, key, body };
    if (!known) this.sent.push(mail);
    if (fault === 'lost') return void request.socket.destroy();
    answer(200, { id: mail.id });
  }
}
