import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { DriveStandIn } from './drive-stand-in.ts';
import { GmailStandIn } from './gmail-stand-in.ts';
import type { Fault } from './vendor-stand-in.ts';

interface Grant {
  challenge: string;
  redirectUri: string;
  email: string;
  scope: string;
}

/** An event as Google keeps it. */
export type StoodEvent = Record<string, unknown> & { id: string; etag: string; status: string };

interface Sheet {
  id: number;
  title: string;
  hidden: Set<number>;
  rows: string[][];
}

const WRITABLE = new Set([
  'id',
  'status',
  'summary',
  'location',
  'description',
  'start',
  'end',
  'recurrence',
  'transparency',
  'extendedProperties',
]);

/** Google’s tokens, Calendar v3, Sheets v4, Gmail and Drive on this machine, as far as they are called, with scopes, fields and faults. */
export class GoogleApiStandIn {
  readonly clientId = 'client.apps.example';
  clientSecret = 'a client secret';
  url = '';
  readonly faults: Fault[] = [];
  /** Which calls the faults are of; absent: the next ones. */
  faultsOn: ((method: string, path: string) => boolean) | undefined;
  readonly calls: Array<{ method: string; path: string; body: unknown }> = [];
  readonly mail = new GmailStandIn();
  readonly drive = new DriveStandIn();
  /** Channels of calendars that are open. */
  readonly channels = new Map<
    string,
    { resourceId: string; token: string; address: string; until: number }
  >();
  /** All tokens that were ever given out. */
  readonly issued: string[] = [];
  /** Refresh tokens do not hold any more. */
  isRevoked = false;
  readonly events = new Map<string, StoodEvent>();
  readonly sheets = new Map<string, Sheet[]>();
  /** Sync tokens from before that are forgotten. */
  oldestToken = 0;
  pageSize = 250;
  revoked = 0;
  #clock = 0;
  readonly #changes: string[] = [];
  readonly #grants = new Map<string, Grant>();
  readonly #tokens = new Map<string, { email: string; scope: string }>();
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
      GOOGLE_CLIENT_ID: this.clientId,
      GOOGLE_CLIENT_SECRET: this.clientSecret,
      GOOGLE_API_URL: this.url,
    };
  }

  clear(): void {
    this.events.clear();
    this.mail.clear();
    this.drive.clear();
    this.channels.clear();
    this.isRevoked = false;
    this.sheets.clear();
    this.calls.length = 0;
    this.faults.length = 0;
    this.faultsOn = undefined;
  }

  /** Somebody says yes there. @returns what the browser comes back with */
  consent(begun: string, email = 'sam@gmail.example', scope?: string): URLSearchParams {
    const asked = new URL(begun).searchParams;
    const code = randomBytes(8).toString('hex');
    this.#grants.set(code, {
      challenge: asked.get('code_challenge') ?? '',
      redirectUri: asked.get('redirect_uri') ?? '',
      email,
      scope: scope ?? asked.get('scope') ?? '',
    });
    return new URLSearchParams({ code, state: asked.get('state') ?? '' });
  }

  /** Somebody makes or changes an event in Google’s own calendar. */
  change(id: string, values: Record<string, unknown>): StoodEvent {
    const before = this.events.get(id);
    const version = ++this.#clock;
    const event = {
      status: 'confirmed',
      iCalUID: `${id}@google.com`,
      ...before,
      ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
      id,
      etag: `"${version}"`,
      updated: new Date().toISOString(),
    } as StoodEvent;
    for (const part of ['start', 'end']) {
      const time = event[part] as Record<string, unknown> | undefined;
      if (time) event[part] = Object.fromEntries(Object.entries(time).filter(([, value]) => value !== null));
    }
    this.events.set(id, event);
    this.#changes.push(id);
    return event;
  }

  /** Access tokens do not hold any more. */
  expireAccess(): void {
    this.#tokens.clear();
  }

  aSheet(id: string, title: string, headers: string[]): string[][] {
    const sheet = { id: 0, title, hidden: new Set<number>(), rows: [headers] };
    this.sheets.set(id, [sheet]);
    return sheet.rows;
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const text = bytes.toString();
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname === '/token') return this.#token(new URLSearchParams(text), response);
    if (url.pathname === '/revoke') {
      this.revoked++;
      return void response.writeHead(200).end();
    }
    const method = request.method ?? '';
    const isJson = String(request.headers['content-type']).includes('json') && method !== 'PUT';
    const body = text && isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    this.calls.push({ method, path: `${url.pathname}${url.search}`, body });
    const isDue = this.faultsOn?.(method, url.pathname) ?? true;
    const fault = isDue ? this.faults.shift() : undefined;
    if (fault === 'cut') return void request.socket.destroy();
    if (fault && fault !== 'lost') return answer(response, fault.status, fault.body ?? {}, fault.headers);
    const token = this.#tokens.get(String(request.headers.authorization).replace(/^Bearer /, ''));
    if (!token) return answer(response, 401, errorOf(401, 'Invalid Credentials'));
    const isSheet = url.pathname.startsWith('/v4/');
    const isDrive = this.drive.isDrive(url.pathname);
    const ofMail = this.mail.scopeOf(method, url.pathname);
    const ofCalendar = method === 'GET' ? 'calendar' : 'calendar.events';
    const isWho = url.pathname === '/openid/v1/userinfo';
    const needed =
      ofMail ?? (isWho ? 'openid' : isSheet ? 'spreadsheets' : isDrive ? 'drive.file' : ofCalendar);
    if (!token.scope.includes(needed)) return answer(response, 403, errorOf(403, 'Insufficient Permission'));
    const [status, result, headers] = isWho
      ? [200, { email: token.email }]
      : ofMail
        ? this.mail.answer(method, url, bytes)
        : isDrive
          ? this.drive.answer(method, url, body, bytes)
          : isSheet
            ? this.#sheet(method, url, body)
            : this.#calendar(method, url, body, request.headers['if-match']);
    // it was done, and nobody learns it
    if (fault === 'lost') return void request.socket.destroy();
    answer(response, status, result, headers);
  }

  #calendar(
    method: string,
    url: URL,
    body: Record<string, unknown>,
    ifMatch: string | undefined,
  ): [number, unknown] {
    if (url.pathname === '/calendar/v3/colors') return [200, {}];
    if (method === 'POST' && url.pathname.startsWith('/calendar/v3/channels')) return this.#stopChannel(body);
    if (url.pathname.endsWith('/events/watch')) return this.#openChannel(body);
    const [, id] = /^\/calendar\/v3\/calendars\/[^/]+\/events(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    const unknown = Object.keys(body).filter((field) => !WRITABLE.has(field));
    if (unknown.length > 0) return [400, errorOf(400, `Unknown field ${unknown.join(', ')}`)];
    if (id === undefined && method === 'GET') return this.#list(url.searchParams);
    if (id === undefined) {
      const own = String(body.id);
      if (!/^[a-v0-9]{5,1024}$/.test(own)) return [400, errorOf(400, 'Invalid resource id value.')];
      if (this.events.has(own)) return [409, errorOf(409, 'The requested identifier already exists.')];
      return [200, this.change(own, body)];
    }
    const known = this.events.get(id);
    if (!known) return [404, errorOf(404, 'Not Found')];
    if (method === 'GET') return [200, known];
    if (ifMatch !== undefined && ifMatch !== known.etag) return [412, errorOf(412, 'Precondition Failed')];
    if (method === 'PATCH') return [200, this.change(id, body)];
    if (known.status === 'cancelled') return [410, errorOf(410, 'Resource has been deleted')];
    this.change(id, { status: 'cancelled' });
    return [204, undefined];
  }

  #openChannel(body: Record<string, unknown>): [number, unknown] {
    const { id, type, address, token, expiration } = body as Record<string, string>;
    const isFine =
      /^[\w+/=-]{1,64}$/.test(id ?? '') && type === 'web_hook' && address?.startsWith('https://');
    if (!id || !isFine) return [400, errorOf(400, 'WebHook callback must be HTTPS')];
    if (this.channels.has(id)) return [400, errorOf(400, `Channel id ${id} not unique`)];
    const resourceId = randomBytes(12).toString('base64url');
    this.channels.set(id, {
      resourceId,
      token: token ?? '',
      address: address ?? '',
      until: Number(expiration),
    });
    return [200, { kind: 'api#channel', id, resourceId, expiration: String(expiration) }];
  }

  #stopChannel(body: Record<string, unknown>): [number, unknown] {
    const known = this.channels.get(String(body.id));
    if (known?.resourceId !== body.resourceId) return [404, errorOf(404, 'Channel not found')];
    this.channels.delete(String(body.id));
    return [204, undefined];
  }

  #list(query: URLSearchParams): [number, unknown] {
    const token = query.get('syncToken');
    if (token && query.has('timeMin')) return [400, errorOf(400, 'Sync token cannot be used with timeMin.')];
    if (token && Number(token) < this.oldestToken)
      return [410, errorOf(410, 'Sync token is no longer valid, a full sync is required.')];
    const ids = token ? [...new Set(this.#changes.slice(Number(token)))] : [...this.events.keys()];
    const timeMin = query.get('timeMin');
    const listed = ids
      .flatMap((id) => this.events.get(id) ?? [])
      .filter((event) => {
        const end = (event.end as { dateTime?: string; date?: string } | undefined) ?? {};
        return !timeMin || event.recurrence || !event.end || (end.dateTime ?? end.date ?? '') > timeMin;
      });
    const from = Number(query.get('pageToken') ?? 0);
    const items = listed.slice(from, from + this.pageSize);
    const isLast = from + this.pageSize >= listed.length;
    return [
      200,
      {
        timeZone: 'Europe/Berlin',
        items,
        ...(isLast
          ? { nextSyncToken: String(this.#changes.length) }
          : { nextPageToken: String(from + this.pageSize) }),
      },
    ];
  }

  #sheet(method: string, url: URL, body: Record<string, unknown>): [number, unknown] {
    const [, id = '', rest = ''] = /^\/v4\/spreadsheets\/([^/:]+)(.*)$/.exec(url.pathname) ?? [];
    const sheets = this.sheets.get(id);
    if (!sheets) return [404, errorOf(404, 'Requested entity was not found.')];
    if (method === 'GET' && rest === '')
      return [
        200,
        {
          properties: { title: 'Book' },
          sheets: sheets.map(({ id: sheetId, title, rows }) => ({
            properties: {
              sheetId,
              title,
              gridProperties: { columnCount: Math.max(26, rows[0]?.length ?? 0) },
            },
          })),
        },
      ];
    if (method === 'GET' && rest.startsWith('/values/')) {
      const range = decodeURIComponent(rest.slice('/values/'.length));
      const [, name = '', part = ''] = /^'(.+)'(?:!(.+))?$/.exec(range) ?? [];
      const sheet = sheets.find(({ title }) => title === name.replaceAll("''", "'"));
      if (!sheet) return [400, errorOf(400, `Unable to parse range: ${range}`)];
      if (part === '') return [200, { values: sheet.rows }];
      if (part === '1:1') return [200, { values: sheet.rows.slice(0, 1) }];
      const [, column = 'A'] = /^([A-Z]+):\1$/.exec(part) ?? [];
      const at = [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      return [200, { values: sheet.rows.map((row) => (row[at] ? [row[at]] : [])) }];
    }
    if (method === 'POST' && rest === ':batchUpdate') {
      for (const one of body.requests as Array<Record<string, Record<string, unknown>>>)
        if (!this.#update(sheets, one)) return [400, errorOf(400, 'Invalid requests')];
      return [200, { replies: [] }];
    }
    return [404, errorOf(404, 'Not Found')];
  }

  #update(sheets: Sheet[], one: Record<string, Record<string, unknown>>): boolean {
    type Cell = { userEnteredValue?: { stringValue?: string; numberValue?: number; boolValue?: boolean } };
    const read = (row: { values: Cell[] }) =>
      row.values.map(({ userEnteredValue: value = {} }) =>
        String(value.stringValue ?? value.numberValue ?? value.boolValue ?? ''),
      );
    if (one.appendCells) {
      const { sheetId, rows } = one.appendCells as { sheetId: number; rows: Array<{ values: Cell[] }> };
      sheets.find((sheet) => sheet.id === sheetId)?.rows.push(...rows.map(read));
      return true;
    }
    if (one.updateCells) {
      const { start, rows } = one.updateCells as {
        start: { sheetId: number; rowIndex: number; columnIndex: number };
        rows: Array<{ values: Cell[] }>;
      };
      const row = sheets.find((sheet) => sheet.id === start.sheetId)?.rows[start.rowIndex];
      if (!row) return false;
      for (const [at, text] of read(rows[0] as { values: Cell[] }).entries())
        row[start.columnIndex + at] = text;
      return true;
    }
    if (one.deleteDimension) {
      const { range } = one.deleteDimension as {
        range: { sheetId: number; startIndex: number; endIndex: number };
      };
      const own = sheets.find((sheet) => sheet.id === range.sheetId);
      own?.rows.splice(range.startIndex, range.endIndex - range.startIndex);
      return own !== undefined;
    }
    if (one.updateDimensionProperties) {
      const { range } = one.updateDimensionProperties as { range: { sheetId: number; startIndex: number } };
      sheets.find((sheet) => sheet.id === range.sheetId)?.hidden.add(range.startIndex);
      return true;
    }
    return one.appendDimension !== undefined;
  }

  async #token(given: URLSearchParams, response: ServerResponse): Promise<void> {
    const isClient =
      given.get('client_id') === this.clientId && given.get('client_secret') === this.clientSecret;
    if (!isClient) return answer(response, 401, { error: 'invalid_client' });
    const grant = this.#grants.get(given.get('code') ?? given.get('refresh_token') ?? '');
    const isCode = given.get('grant_type') === 'authorization_code';
    if (!isCode && this.isRevoked) return answer(response, 400, { error: 'invalid_grant' });
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      !grant ||
      (isCode && (grant.challenge !== challenge || grant.redirectUri !== given.get('redirect_uri')))
    )
      return answer(response, 400, { error: 'invalid_grant' });
    const access = `ya29.${randomBytes(8).toString('hex')}`;
    const refresh = `1//${randomBytes(8).toString('hex')}`;
    this.#tokens.set(access, grant);
    this.issued.push(access, ...(isCode ? [refresh] : []));
    if (isCode) {
      this.#grants.delete(given.get('code') ?? '');
      this.#grants.set(refresh, grant);
    }
    const key = Buffer.from('the signature of a token endpoint is not looked at');
    const claims = { email: grant.email, email_verified: true };
    const idToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(this.url)
      .setAudience(this.clientId)
      .setSubject(createHash('sha256').update(grant.email).digest('hex').slice(0, 21))
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key);
    answer(response, 200, {
      token_type: 'Bearer',
      access_token: access,
      ...(isCode && { refresh_token: refresh, id_token: rs256(idToken) }),
      expires_in: 3_599,
      scope: grant.scope,
    });
  }
}

/** As Google names its algorithm; over TLS from the token endpoint, clients need not check the signature (OpenID Connect, 3.1.3.7). */
function rs256(token: string): string {
  const [, payload, signature] = token.split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'k1' })).toString('base64url');
  return `${header}.${payload}.${signature}`;
}

const errorOf = (code: number, message: string) => ({ error: { code, message } });

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(body === undefined ? '' : JSON.stringify(body));
}
