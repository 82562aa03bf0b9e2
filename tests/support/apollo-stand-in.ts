import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from './vendor-stand-in.ts';

/** Apollo on this machine: whom it knows, by address or name, for a credit each. */
export class ApolloStandIn {
  readonly key = 'an apollo key';
  url = '';
  /** For the next lookups, in order. */
  readonly faults: Fault[] = [];
  readonly people = new Map<string, Record<string, unknown>>();
  /** Addresses that phone numbers are to be sent to. */
  readonly phonesTo: string[] = [];
  readonly asked: Array<Array<Record<string, string>>> = [];
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
    const answer = (status: number, body: unknown, headers = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const isKnown = request.headers['x-api-key'] === this.key;
    if (pathname === '/v1/auth/health') return answer(200, { healthy: true, is_logged_in: isKnown });
    if (!isKnown) return answer(401, { error: 'Invalid access credentials.' });
    if (pathname !== '/api/v1/people/bulk_match') return answer(404, { error: 'not found' });
    const fault = this.faults.shift();
    if (fault === 'cut') return void request.socket.destroy();
    if (fault && fault !== 'lost') return answer(fault.status, fault.body ?? {}, fault.headers);
    const { details } = JSON.parse(Buffer.concat(chunks).toString()) as {
      details: Array<Record<string, string>>;
    };
    if (details.length > 10) return answer(422, { error: 'No more than 10 people' });
    if (searchParams.get('reveal_personal_emails') !== 'false')
      return answer(422, { error: 'not asked for' });
    const phonesTo = searchParams.get('webhook_url') ?? undefined;
    if ((searchParams.get('reveal_phone_number') === 'true') !== (phonesTo !== undefined))
      return answer(422, {
        error: 'Please add a valid webhook_url parameter when using reveal_phone_number',
      });
    if (phonesTo) this.phonesTo.push(phonesTo);
    this.asked.push(details);
    const matches = details.map(
      ({ email = '', name = '' }) => this.people.get(email) ?? this.people.get(name) ?? null,
    );
    if (fault === 'lost') return void request.socket.destroy();
    answer(200, {
      status: 'success',
      total_requested_enrichments: details.length,
      credits_consumed: matches.filter(Boolean).length,
      matches,
    });
  }
}
