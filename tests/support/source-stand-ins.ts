import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listed {
  id: number;
  name: string;
  email: string;
  company: string;
}

/** HubSpot and Pipedrive on this machine: their list endpoints, in pages, and the key they want. */
export class SourceStandIns {
  url = '';
  readonly people: Listed[] = [];
  readonly calls: string[] = [];
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

  get env() {
    return { HUBSPOT_API_URL: this.url, PIPEDRIVE_API_URL: this.url };
  }

  get #companies(): string[] {
    return [...new Set(this.people.map(({ company }) => company))];
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', this.url);
    this.calls.push(url.pathname);
    const isKnown =
      request.headers.authorization === 'Bearer good' || request.headers['x-api-token'] === 'good';
    const found = isKnown ? this.#answer(url, body ? JSON.parse(body) : {}) : undefined;
    response
      .writeHead(isKnown ? (found ? 200 : 404) : 401, { 'content-type': 'application/json' })
      .end(JSON.stringify(found ?? { message: 'no' }));
  }

  #answer({ pathname, searchParams }: URL, body: { inputs?: Array<{ id: string }> }): unknown {
    const limit = Number(searchParams.get('limit') ?? 100);
    const from = Number(searchParams.get('after') ?? searchParams.get('cursor') ?? 0);
    const page = this.people.slice(from, from + limit);
    const next = from + limit < this.people.length ? String(from + limit) : undefined;
    switch (pathname) {
      case '/account-info/v3/details':
        return { portalId: 12 };
      case '/v1/users/me':
        return { data: { company_id: 7, company_name: 'Acme' } };
      case '/crm/v3/objects/contacts':
        return {
          results: page.map(({ id, name, email }) => ({
            id: String(id),
            properties: { firstname: name.split(' ')[0], lastname: name.split(' ')[1], email, phone: null },
          })),
          ...(next && { paging: { next: { after: next } } }),
        };
      case '/crm/v4/associations/contacts/companies/batch/read':
        return {
          results: (body.inputs ?? []).map(({ id }) => {
            const company = this.people.find((one) => String(one.id) === id)?.company ?? '';
            return { from: { id }, to: [{ toObjectId: this.#companies.indexOf(company) }] };
          }),
        };
      case '/crm/v3/objects/companies/batch/read':
        return {
          results: (body.inputs ?? []).map(({ id }) => ({
            id,
            properties: { name: this.#companies[Number(id)] ?? null },
          })),
        };
      case '/api/v2/organizations':
        return {
          data: this.#companies.map((name, id) => ({ id, name })),
          additional_data: { next_cursor: null },
        };
      case '/api/v2/persons':
        return {
          data: page.map(({ id, name, email, company }) => ({
            id,
            name,
            emails: [{ value: email, primary: true }],
            phones: [],
            org_id: this.#companies.indexOf(company),
          })),
          additional_data: { next_cursor: next ?? null },
        };
    }
    return undefined;
  }
}
