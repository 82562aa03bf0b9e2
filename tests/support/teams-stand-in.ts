import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { brokenCardRules } from './teams-card-rules.ts';

export const APP_ID = '11111111-2222-3333-4444-555555555555';
export const APP_PASSWORD = 'shhh-teams';
export const TENANT = '99999999-8888-7777-6666-555555555555';
export const BOT_ACCOUNT = `28:${APP_ID}`;
const ISSUER = 'https://api.botframework.com';
const OUR_TOKEN = 'stand-in-token';
/** Teams refuses larger messages. */
const MOST_BYTES = 28 * 1024;

type Body = Record<string, unknown>;

export interface PostedActivity {
  id: string;
  conversationId: string;
  type: string;
  body: Body;
}

interface Failure {
  status: number;
  retryAfter?: number;
}

interface Claims {
  aud?: string;
  iss?: string;
  serviceurl?: string;
  /** Seconds from now. */
  expiresIn?: number;
}

const { publicKey, privateKey } = await generateKeyPair('RS256');
const { privateKey: foreignKey } = await generateKeyPair('RS256');
const KEY_ID = 'stand-in-key';

/**
 * Microsoft's Bot Connector on loopback, with the keys that its tokens are checked by. It checks our token, the size and
 * the cards of what is posted, and keeps it.
 */
export class TeamsStandIn {
  readonly calls: Array<{ method: string; path: string; body: Body; at: number }> = [];
  /** Messages as they stand; a stream is one of them only once it has ended. */
  readonly messages: PostedActivity[] = [];
  /** By account id. */
  readonly roster = new Map<string, Body>();
  readonly #failures: Failure[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #count = 0;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** Of the API, and of the conversations. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get serviceUrl(): string {
    return `${this.url}/`;
  }

  /** The next message that is posted or changed fails. */
  fail(failure: Failure): void {
    this.#failures.push(failure);
  }

  reset(): void {
    this.calls.length = 0;
    this.messages.length = 0;
    this.#failures.length = 0;
  }

  posts(type: string): Body[] {
    return this.calls
      .filter(({ method, body }) => method === 'POST' && body.type === type)
      .map(({ body }) => body);
  }

  /** A token as Microsoft's. @param key - `foreign`: signed by somebody else under the same key id */
  token(claims: Claims = {}, key: 'own' | 'foreign' = 'own'): Promise<string> {
    const { aud = APP_ID, iss = ISSUER, serviceurl = this.serviceUrl, expiresIn = 3_600 } = claims;
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ serviceurl })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
      .setIssuer(iss)
      .setAudience(aud)
      .setNotBefore(now - 3_600)
      .setExpirationTime(now + expiresIn)
      .sign(key === 'own' ? privateKey : foreignKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    const text = await read(request);
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    if (pathname === '/v1/.well-known/openidconfiguration')
      return send(200, { issuer: ISSUER, jwks_uri: `${this.url}/keys` });
    if (pathname === '/keys') {
      const jwk = await exportJWK(publicKey);
      return send(200, { keys: [{ ...jwk, kid: KEY_ID, use: 'sig', endorsements: ['msteams'] }] });
    }
    if (pathname === '/token') {
      const given = new URLSearchParams(text);
      const isOurs = given.get('client_id') === APP_ID && given.get('client_secret') === APP_PASSWORD;
      const error_description = 'AADSTS7000215: Invalid client secret provided.';
      return isOurs
        ? send(200, { access_token: OUR_TOKEN })
        : send(401, { error: 'invalid_client', error_description });
    }
    if (request.headers.authorization !== `Bearer ${OUR_TOKEN}`) return send(401, refusal('Unauthorized'));
    const method = request.method ?? '';
    const body = text ? (JSON.parse(text) as Body) : {};
    this.calls.push({ method, path: pathname, body, at: Date.now() });
    const failure = method === 'GET' || body.type === 'typing' ? undefined : this.#failures.shift();
    if (failure) {
      const { status, retryAfter } = failure;
      return send(
        status,
        refusal('Failed'),
        retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
      );
    }
    const [status, answer] = this.#call(method, pathname.split('/').map(decodeURIComponent), body, text);
    send(status, answer);
  }

  #call(
    method: string,
    [, , root, conversationId, kind, id]: string[],
    body: Body,
    text: string,
  ): [number, Body] {
    if (root !== 'conversations') return [404, refusal('NotFound')];
    if (method === 'GET' && kind === 'members') {
      const member = this.roster.get(id ?? '');
      return member ? [200, member] : [404, refusal('MemberNotFoundInConversation')];
    }
    if (method === 'POST' && !conversationId) return [201, { id: `a:opened-${++this.#count}` }];
    if (kind !== 'activities' || !conversationId) return [404, refusal('NotFound')];
    if (method === 'DELETE') {
      const at = this.messages.findIndex((one) => one.id === id && one.conversationId === conversationId);
      if (at < 0) return [404, refusal('ActivityNotFoundInConversation')];
      this.messages.splice(at, 1);
      return [200, {}];
    }
    if (Buffer.byteLength(text) > MOST_BYTES) return [413, refusal('MessageSizeTooBig')];
    const broken = brokenCardRules(body);
    if (broken.length > 0) return [400, refusal(`BadSyntax: ${broken.join('; ')}`)];
    if (method === 'PUT') {
      const message = this.messages.find((one) => one.id === id && one.conversationId === conversationId);
      if (!message) return [404, refusal('ActivityNotFoundInConversation')];
      message.body = body;
      return [200, { id: message.id }];
    }
    const streamId = streamOf(body);
    const postedId = streamId ?? `${1_700_000_000_000 + ++this.#count}`;
    if (body.type === 'message') this.messages.push({ id: postedId, conversationId, type: 'message', body });
    return [201, { id: postedId }];
  }
}

const refusal = (code: string): Body => ({ error: { code, message: code } });

function streamOf(body: Body): string | undefined {
  const entities = Array.isArray(body.entities) ? (body.entities as Body[]) : [];
  const id = entities.find(({ type }) => type === 'streaminfo')?.streamId;
  return typeof id === 'string' ? id : undefined;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
