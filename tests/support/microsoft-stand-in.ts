import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MicrosoftCalendarStandIn } from './microsoft-calendar-stand-in.ts';
import { MicrosoftMailStandIn } from './microsoft-mail-stand-in.ts';
import { type GraphAnswer, type GraphCall, graphError } from './microsoft-wire.ts';
import type { Fault } from './vendor-stand-in.ts';

interface Grant {
  challenge: string;
  redirectUri: string;
  email: string;
  scope: string;
}

/** A fault for the next call that fits. */
export interface GraphFault {
  on?: (call: Pick<GraphCall, 'method' | 'path'>) => boolean;
  fault: Fault;
}

/** Microsoft’s sign-in (v2.0) and Graph (v1.0) on this machine, as far as they are called, with scopes, fields and faults. */
export class MicrosoftStandIn {
  readonly clientId = '6731de76-14a6-49ae-97bc-6eba6914391e';
  readonly clientSecret = 'a client secret';
  url = '';
  readonly faults: GraphFault[] = [];
  /** Change notifications that were asked for. */
  readonly subscriptions = new Map<string, { clientState: string; resource: string; until: Date }>();
  /** Before a subscription is made, Graph asks its address for this token back. */
  validate: ((token: string) => Promise<string>) | undefined;
  readonly calls: Array<Pick<GraphCall, 'method' | 'path' | 'headers' | 'body'> & { search: string }> = [];
  readonly calendar = new MicrosoftCalendarStandIn();
  readonly mail = new MicrosoftMailStandIn();
  /** What the token endpoint says is wrong: `error`, and the description with its code. */
  tokenFault: { status: number; error: string; description: string } | undefined;
  refreshes = 0;
  readonly #grants = new Map<string, Grant>();
  readonly #tokens = new Map<string, Grant>();
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
      MICROSOFT_CLIENT_ID: this.clientId,
      MICROSOFT_CLIENT_SECRET: this.clientSecret,
      MICROSOFT_TENANT_ID: 'common',
      MICROSOFT_API_URL: this.url,
    };
  }

  clear(): void {
    this.calls.length = 0;
    this.faults.length = 0;
    this.tokenFault = undefined;
    this.calendar.clear();
    this.mail.clear();
  }

  /** Somebody says yes there. @returns what the browser comes back with */
  consent(begun: string, email = 'sam@contoso.example', scope?: string): URLSearchParams {
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

  /** Access tokens do not hold any more, and can be renewed. */
  expireAccess(): void {
    this.#tokens.clear();
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const text = bytes.toString();
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname === '/common/oauth2/v2.0/token')
      return answer(response, this.#token(new URLSearchParams(text)));
    const { headers, method = '' } = request;
    const path = url.pathname.replace(/^\/v1\.0/, '');
    const isJson = String(headers['content-type']).includes('json');
    const body = text && isJson ? (JSON.parse(text) as Record<string, unknown>) : { mime: text };
    this.calls.push({ method, path, search: url.search, headers, body });
    const at = this.faults.findIndex(({ on }) => !on || on({ method, path }));
    const fault = at === -1 ? undefined : this.faults.splice(at, 1)[0]?.fault;
    if (fault === 'cut') return void request.socket.destroy();
    if (fault && fault !== 'lost') return answer(response, [fault.status, fault.body, fault.headers]);
    const [, upload] = /^\/upload\/(\w+)$/.exec(path) ?? [];
    if (upload) {
      const isSigned = headers.authorization !== undefined;
      const done = this.mail.upload(upload, String(headers['content-range']), bytes, isSigned);
      return fault === 'lost' ? void request.socket.destroy() : answer(response, done);
    }
    const token = this.#tokens.get(String(headers.authorization).replace(/^Bearer /, ''));
    if (!token)
      return answer(response, [401, graphError('InvalidAuthenticationToken', 'Access token is not valid.')]);
    const call = { method, path, query: url.searchParams, headers, body, base: `${this.url}/v1.0` };
    const given = path.startsWith('/subscriptions')
      ? await this.#subscribe(call)
      : this.#answerOf(call, token);
    // it was done, and nobody learns it
    if (fault === 'lost') return void request.socket.destroy();
    const isImmutable = String(headers.prefer).includes('IdType="ImmutableId"');
    answer(response, isImmutable ? given : withMovingIds(given));
  }

  async #subscribe({ method, path, body }: GraphCall): Promise<GraphAnswer> {
    if (method === 'DELETE')
      return this.subscriptions.delete(path.slice('/subscriptions/'.length))
        ? [204]
        : [404, graphError('ResourceNotFound', 'The object was not found.')];
    const {
      clientState = '',
      resource = '',
      notificationUrl = '',
      expirationDateTime = '',
    } = body as Record<string, string>;
    const token = `Validation: Testing client application ${randomBytes(4).toString('hex')}`;
    const isEchoed = !this.validate || (await this.validate(token)) === token;
    const isFine = notificationUrl.startsWith('https://') && clientState.length <= 128;
    if (!isEchoed || !isFine)
      return [400, graphError('ValidationError', 'Subscription validation request failed.')];
    const id = randomUUID();
    const until = new Date(expirationDateTime);
    this.subscriptions.set(id, { clientState, resource, until });
    return [201, { id, resource, clientState, expirationDateTime: until.toISOString() }];
  }

  #answerOf(call: GraphCall, { email, scope }: Grant): GraphAnswer {
    if (call.path === '/me')
      return [200, { id: idOf(email), mail: email, userPrincipalName: email, displayName: 'Sam' }];
    const isMail = /^\/me\/(?:messages|mailFolders)/.test(call.path);
    const needed = isMail
      ? call.path.endsWith('/send')
        ? 'Mail.Send'
        : 'Mail.ReadWrite'
      : 'Calendars.ReadWrite';
    if (!scope.includes(needed))
      return [403, graphError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.')];
    return (
      (isMail ? this.mail : this.calendar).answer(call) ?? [
        404,
        graphError('ResourceNotFound', 'Resource could not be discovered.'),
      ]
    );
  }

  #token(given: URLSearchParams): GraphAnswer {
    const refused = (status: number, error: string, description: string): GraphAnswer => [
      status,
      {
        error,
        error_description: `${description} Trace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333`,
        error_codes: [Number(/\d+/.exec(description)?.[0])],
        correlation_id: 'aaaa0000-bb11-2222-33cc-444444dddddd',
      },
    ];
    const isClient =
      given.get('client_id') === this.clientId && given.get('client_secret') === this.clientSecret;
    if (!isClient) return refused(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
    const isCode = given.get('grant_type') === 'authorization_code';
    if (!isCode) this.refreshes++;
    if (this.tokenFault)
      return refused(this.tokenFault.status, this.tokenFault.error, this.tokenFault.description);
    const grant = this.#grants.get(given.get(isCode ? 'code' : 'refresh_token') ?? '');
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const isProven =
      !isCode || (grant?.challenge === challenge && grant.redirectUri === given.get('redirect_uri'));
    if (!grant || !isProven)
      return refused(400, 'invalid_grant', 'AADSTS70008: The provided authorization code has expired.');
    if (isCode) this.#grants.delete(given.get('code') ?? '');
    const access = `EwB${randomBytes(8).toString('hex')}`;
    const refresh = `M.C5${randomBytes(8).toString('hex')}`;
    this.#tokens.set(access, grant);
    this.#grants.set(refresh, grant);
    return [
      200,
      {
        token_type: 'Bearer',
        access_token: access,
        refresh_token: refresh,
        expires_in: 3_599,
        ext_expires_in: 3_599,
        scope: grant.scope
          .split(' ')
          .filter((one) => one !== 'offline_access')
          .map((one) => `https://graph.microsoft.com/${one}`)
          .join(' '),
      },
    ];
  }
}

const idOf = (email: string) => createHash('sha256').update(email).digest('hex').slice(0, 32);

/** Ids that nobody has asked to stay change with every move. */
const withMovingIds = ([status, body, headers]: GraphAnswer): GraphAnswer => [
  status,
  body === undefined ? body : JSON.parse(JSON.stringify(body).replaceAll('"id":"', '"id":"moving-')),
  headers,
];

function answer(response: ServerResponse, [status, body, headers]: GraphAnswer): void {
  const isRaw = Buffer.isBuffer(body);
  response
    .writeHead(status, {
      'content-type': isRaw ? 'application/octet-stream' : 'application/json',
      ...headers,
    })
    .end(body === undefined ? '' : isRaw ? body : JSON.stringify(body));
}
