import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PREFIXES, SALESFORCE_FIELDS } from './salesforce-fields.ts';
import { readSoql } from './soql-reader.ts';

export type StandInRow = Record<string, unknown> & { Id: string };

const API = '/services/data/v62.0';
const PAGE = 2_000;

/** Salesforce on this machine: sign-in with PKCE, SOQL, collections and bulk queries, with its limits and its errors. */
export class SalesforceStandIn {
  url = '';
  readonly calls: Array<{ method: string; path: string }> = [];
  readonly rows = new Map<string, Map<string, StandInRow>>();
  /** Fields that the user does not see, as `Contact.Phone`. */
  readonly hidden = new Set<string>();
  /** Answers with an error instead; taken from the front. */
  readonly faults: Array<{ status: number; headers?: Record<string, string>; body?: unknown } | 'lost'> = [];
  /** What a write of a record is refused for. */
  refuses: (
    object: string,
    row: Record<string, unknown>,
  ) => { statusCode: string; message: string } | undefined = () => undefined;
  used = 0;
  most = 15_000;
  /** How long a page of a bulk query takes, and a write, so that a process can be ended meanwhile. */
  slowMs = 0;
  now = () => new Date();
  #number = 0;
  readonly #grants = new Map<string, string>();
  readonly #tokens = new Set<string>();
  readonly #jobs = new Map<string, StandInRow[]>();
  readonly #columns = new Map<string, string[]>();
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
    return {
      SALESFORCE_CLIENT_ID: 'clianta',
      SALESFORCE_CLIENT_SECRET: 'a secret',
      SALESFORCE_API_URL: this.url,
    };
  }

  consent(begun: string): URLSearchParams {
    const asked = new URL(begun).searchParams;
    const code = randomBytes(8).toString('hex');
    this.#grants.set(code, asked.get('code_challenge') ?? '');
    return new URLSearchParams({ code, state: asked.get('state') ?? '' });
  }

  /** Somebody makes or changes a record there. */
  put(object: string, values: Record<string, unknown> & { Id?: string }): StandInRow {
    const all = this.of(object);
    const Id = values.Id ?? `${PREFIXES[object]}${String(++this.#number).padStart(12, '0')}AAA`;
    const before = all.get(Id) ?? { IsDeleted: false, ...(object === 'Lead' && { IsConverted: false }) };
    const next = { ...before, ...values, Id, SystemModstamp: this.now().toISOString() };
    if (object === 'Opportunity') {
      const stage = String((next as Record<string, unknown>).StageName);
      Object.assign(next, { IsClosed: stage.startsWith('Closed'), IsWon: stage === 'Closed Won' });
    }
    all.set(Id, next);
    return next;
  }

  of(object: string): Map<string, StandInRow> {
    const known = this.rows.get(object) ?? new Map<string, StandInRow>();
    this.rows.set(object, known);
    return known;
  }

  live(object: string): StandInRow[] {
    return [...this.of(object).values()].filter(({ IsDeleted }) => IsDeleted !== true);
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? '';
    if (url.pathname === '/services/oauth2/token') return this.#token(new URLSearchParams(body), response);
    this.calls.push({ method, path: url.pathname + url.search });
    const fault = this.faults.shift();
    if (fault && fault !== 'lost')
      return this.#answer(response, fault.status, fault.body ?? [], fault.headers);
    if (!this.#tokens.has(request.headers.authorization?.slice(7) ?? ''))
      return this.#answer(response, 401, [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired' }]);
    if (url.pathname === '/services/oauth2/userinfo')
      return this.#answer(response, 200, {
        organization_id: '00D000000000001',
        preferred_username: 'sam@acme.example',
      });
    this.used++;
    if (this.used > this.most)
      return this.#answer(response, 403, [
        { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' },
      ]);
    try {
      const answer = await this.#api(method, url, body ? (JSON.parse(body) as Record<string, unknown>) : {});
      if (fault === 'lost') return void request.socket.destroy();
      if (answer.csv !== undefined) return void this.#csv(response, answer.csv, answer.next);
      this.#answer(response, answer.status ?? 200, answer.body);
    } catch (error) {
      this.#answer(response, 400, [{ errorCode: 'MALFORMED_QUERY', message: String(error) }]);
    }
  }

  async #api(
    method: string,
    url: URL,
    body: Record<string, unknown>,
  ): Promise<{ status?: number; body?: unknown; csv?: string; next?: string }> {
    const path = url.pathname.slice(API.length);
    const [, first, second, third, fourth] = path.split('/');
    if (first === 'limits') return { body: {} };
    if (first === 'sobjects' && third === 'describe') return this.#describe(second ?? '');
    if (first === 'queryAll') return { body: this.#query(url.searchParams.get('q') ?? '', 0) };
    if (first === 'query' && second)
      return { body: this.#query(Buffer.from(second, 'base64url').toString(), Number(third)) };
    if (first === 'jobs' && method === 'POST') {
      const id = `750${String(++this.#number).padStart(15, '0')}`;
      const { rows, fields } = this.#found(String(body.query));
      this.#jobs.set(id, rows);
      this.#columns.set(id, fields);
      return { body: { id, state: 'UploadComplete' } };
    }
    if (first === 'jobs' && fourth === undefined) {
      const isKnown = this.#jobs.has(third ?? '');
      return isKnown
        ? { body: { id: third, state: 'JobComplete' } }
        : { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'no such job' }] };
    }
    if (first === 'jobs') return this.#results(third ?? '', url.searchParams);
    if (first === 'composite' && method === 'POST' && third) {
      const ids = body.ids as string[];
      return {
        body: ids.map((id) => (this.of(third).get(id)?.IsDeleted ? null : (this.of(third).get(id) ?? null))),
      };
    }
    if (first === 'composite' && method === 'DELETE') {
      const ids = url.searchParams.get('ids')?.split(',') ?? [];
      for (const [object, all] of this.rows)
        for (const id of ids) if (all.has(id)) this.put(object, { Id: id, IsDeleted: true });
      return { body: ids.map((id) => ({ id, success: true, errors: [] })) };
    }
    if (first === 'composite') {
      await this.#pause();
      return { body: this.#write(method, fourth, body.records as StandInRow[]) };
    }
    return { status: 404, body: [{ errorCode: 'NOT_FOUND', message: path }] };
  }

  #describe(object: string) {
    const fields = SALESFORCE_FIELDS[object]?.filter(({ name }) => !this.hidden.has(`${object}.${name}`));
    if (!fields) return { status: 404, body: [{ errorCode: 'NOT_FOUND', message: object }] };
    return {
      body: {
        name: object,
        fields: fields.map(({ name, type, isReadOnly = false, isRequired = false, options = [] }) => ({
          name,
          label: name.replace(/([a-z])([A-Z])/g, '$1 $2'),
          type,
          createable: !isReadOnly,
          updateable: !isReadOnly,
          nillable: !isRequired,
          defaultedOnCreate: false,
          picklistValues: options.map((value) => ({ value, active: true })),
        })),
      },
    };
  }

  #found(soql: string): { rows: StandInRow[]; fields: string[]; isCount: boolean } {
    const query = readSoql(soql);
    const known = SALESFORCE_FIELDS[query.object]?.map(({ name }) => name) ?? [];
    const fields = query.fields === 'count' ? [] : [...query.fields];
    const wrong = fields.find((name) => !known.includes(name) || this.hidden.has(`${query.object}.${name}`));
    if (wrong) throw new Error(`No such column '${wrong}' on entity '${query.object}'`);
    const rows = [...this.of(query.object).values()].filter((row) => query.matches(row));
    if (query.orderBy.length > 0) {
      const keyOf = (row: StandInRow) => query.orderBy.map((name) => String(row[name])).join(' ');
      rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    }
    return { rows: rows.slice(0, query.limit), fields, isCount: query.fields === 'count' };
  }

  #query(soql: string, from: number) {
    const { rows, fields, isCount } = this.#found(soql);
    const page = isCount ? [] : rows.slice(from, from + PAGE);
    const next = from + PAGE;
    const isDone = isCount || next >= rows.length;
    return {
      totalSize: rows.length,
      done: isDone,
      ...(!isDone && { nextRecordsUrl: `${API}/query/${Buffer.from(soql).toString('base64url')}/${next}` }),
      records: page.map((row) => ({
        attributes: {},
        ...Object.fromEntries(fields.map((name) => [name, row[name] ?? null])),
      })),
    };
  }

  async #results(id: string, query: URLSearchParams) {
    await this.#pause();
    const from = Number(query.get('locator') ?? 0);
    const rows = this.#jobs.get(id) ?? [];
    const columns = this.#columns.get(id) ?? [];
    const to = from + Number(query.get('maxRecords'));
    const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
    const lines = rows.slice(from, to).map((row) => columns.map((name) => cell(row[name])).join(','));
    return {
      csv: [columns.map(cell).join(','), ...lines, ''].join('\n'),
      next: to < rows.length ? String(to) : 'null',
    };
  }

  #write(method: string, externalField: string | undefined, records: StandInRow[]) {
    return records.map(({ attributes, ...row }) => {
      const object = (attributes as { type: string }).type;
      const known = SALESFORCE_FIELDS[object] ?? [];
      const failed = (statusCode: string, message: string) => ({
        success: false,
        errors: [{ statusCode, message, fields: [] }],
      });
      const wrong = Object.keys(row).find(
        (name) => name !== 'Id' && !known.some((one) => one.name === name && !one.isReadOnly),
      );
      if (wrong) return failed('INVALID_FIELD', `No such column '${wrong}'`);
      const refused = this.refuses(object, row);
      if (refused) return failed(refused.statusCode, refused.message);
      const own = externalField
        ? this.live(object).find((one) => one[externalField] === row[externalField])
        : this.of(object).get(row.Id);
      if (method === 'PATCH' && !externalField && !own)
        return failed('ENTITY_IS_DELETED', 'entity is deleted');
      const missing = own ? [] : known.filter((one) => one.isRequired && (row[one.name] ?? '') === '');
      if (missing[0])
        return failed('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing[0].name}]`);
      const { Id } = this.put(object, { ...row, ...(own && { Id: own.Id }) });
      return { id: Id, success: true, errors: [], created: !own };
    });
  }

  #token(given: URLSearchParams, response: ServerResponse): void {
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const isCode = given.get('grant_type') === 'authorization_code';
    if (isCode && this.#grants.get(given.get('code') ?? '') !== challenge)
      return void this.#answer(response, 400, { error: 'invalid_grant' });
    const access_token = randomBytes(12).toString('hex');
    this.#tokens.add(access_token);
    this.#answer(response, 200, {
      token_type: 'Bearer',
      access_token,
      ...(isCode && { refresh_token: randomBytes(12).toString('hex') }),
      instance_url: this.url,
      id: `${this.url}/id/00D/005`,
      scope: 'api refresh_token',
    });
  }

  #answer(
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): void {
    response
      .writeHead(status, {
        'content-type': 'application/json',
        'sforce-limit-info': `api-usage=${this.used}/${this.most}`,
        ...headers,
      })
      .end(JSON.stringify(body));
  }

  #csv(response: ServerResponse, csv: string, next = 'null'): void {
    response.writeHead(200, { 'content-type': 'text/csv', 'sforce-locator': next }).end(csv);
  }

  async #pause(): Promise<void> {
    if (this.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, this.slowMs));
  }
}
