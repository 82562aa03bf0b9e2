import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiKey, defineIntegration, oauth2 } from '@clianta/crm-core/integrations/layer/define-integration';
import { z } from 'zod';

interface Grant {
  challenge: string;
  redirectUri: string;
  account: string;
  scope: string;
}

interface Family {
  account: string;
  scope: string;
  refresh: string;
  access: string;
}

/** What goes wrong with the next call: an answer, a connection that is cut, or one that is cut after the work was done. */
export type Fault = { status: number; headers?: Record<string, string>; body?: unknown } | 'cut' | 'lost';

/**
 * Somebody else's system on this machine: the code flow with PKCE, refresh tokens that are good once (using one again ends all
 * of them, as careful vendors do), and an API that checks its tokens.
 */
export class VendorStandIn {
  readonly clientId = 'clianta';
  readonly clientSecret = 'a client secret';
  url = '';
  /** Of tokens, in seconds. */
  lifetime = 3_600;
  refreshes = 0;
  revoked = 0;
  /** How long a refresh takes. */
  refreshMs = 0;
  /** What the token endpoint answers instead. */
  tokenFault: Fault | undefined;
  /** For the next calls of the API, in order. */
  readonly faults: Fault[] = [];
  readonly calls: Array<{ method: string; path: string; headers: IncomingMessage['headers']; body: string }> =
    [];
  /** What POST has made. */
  readonly made: unknown[] = [];
  readonly #grants = new Map<string, Grant>();
  readonly #families: Family[] = [];
  readonly #used = new Map<string, Family>();
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

  /** What a person does at the vendor: they say yes. @returns what the browser comes back with */
  consent(begun: string, account = 'sam@garden.example', scope?: string): URLSearchParams {
    const asked = new URL(begun).searchParams;
    const code = randomBytes(8).toString('hex');
    this.#grants.set(code, {
      challenge: asked.get('code_challenge') ?? '',
      redirectUri: asked.get('redirect_uri') ?? '',
      account,
      scope: scope ?? asked.get('scope') ?? '',
    });
    return new URLSearchParams({ code, state: asked.get('state') ?? '' });
  }

  /** What a person does there later: they take it back. */
  revokeAll(): void {
    this.#families.length = 0;
  }

  /** The tokens do not hold any more, and can be renewed. */
  expireAccess(): void {
    for (const family of this.#families) family.access = '';
  }

  get env() {
    return { GARDEN_URL: this.url, GARDEN_ID: this.clientId, GARDEN_SECRET: this.clientSecret };
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (pathname === '/token') return this.#token(new URLSearchParams(body), response);
    if (pathname === '/revoke') {
      this.revoked++;
      this.revokeAll();
      return void response.writeHead(200).end();
    }
    this.calls.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
    });
    const fault = this.faults.shift();
    if (fault === 'cut') return void request.socket.destroy();
    if (fault && fault !== 'lost') return answer(response, fault);
    const key = request.headers['x-key'];
    const family = this.#families.find((one) => request.headers.authorization === `Bearer ${one.access}`);
    if (!(key === 'a good key' || (family && family.access !== '')))
      return answer(response, { status: 401, body: { error: { message: 'no' } } });
    if (request.method === 'POST') this.made.push(JSON.parse(body));
    if (fault === 'lost') return void request.socket.destroy();
    if (pathname === '/api/me')
      return answer(response, { status: 200, body: { id: family?.account ?? 'shed', scope: family?.scope } });
    answer(response, { status: 200, body: { ok: true, path: request.url } });
  }

  async #token(given: URLSearchParams, response: ServerResponse): Promise<void> {
    const isClient =
      given.get('client_id') === this.clientId && given.get('client_secret') === this.clientSecret;
    if (!isClient) return answer(response, { status: 401, body: { error: 'invalid_client' } });
    const refused = () => answer(response, { status: 400, body: { error: 'invalid_grant' } });
    if (given.get('grant_type') === 'refresh_token') {
      this.refreshes++;
      if (this.refreshMs) await new Promise((resolve) => setTimeout(resolve, this.refreshMs));
      if (this.tokenFault === 'cut' || this.tokenFault === 'lost') return void response.destroy();
      if (this.tokenFault) return answer(response, this.tokenFault);
      const token = given.get('refresh_token') ?? '';
      const family = this.#families.find((one) => one.refresh === token);
      const stolen = this.#used.get(token);
      // a token that was used before is in somebody else's hands
      if (stolen) this.#families.splice(this.#families.indexOf(stolen), 1);
      if (!family) return refused();
      this.#used.set(token, family);
      return answer(response, { status: 200, body: this.#renew(family) });
    }
    const grant = this.#grants.get(given.get('code') ?? '');
    this.#grants.delete(given.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant?.challenge !== challenge || grant.redirectUri !== given.get('redirect_uri')) return refused();
    const family = { account: grant.account, scope: grant.scope, refresh: '', access: '' };
    this.#families.push(family);
    answer(response, { status: 200, body: this.#renew(family) });
  }

  #renew(family: Family) {
    family.access = `access-${randomBytes(8).toString('hex')}`;
    family.refresh = `refresh-${randomBytes(8).toString('hex')}`;
    return {
      token_type: 'bearer',
      access_token: family.access,
      refresh_token: family.refresh,
      expires_in: this.lifetime,
      scope: family.scope,
    };
  }
}

function answer(response: ServerResponse, { status, headers, body }: Exclude<Fault, string>): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(body === undefined ? '' : JSON.stringify(body));
}

const gardenEnv = z.object({
  GARDEN_URL: z.url().optional(),
  GARDEN_ID: z.string().optional(),
  GARDEN_SECRET: z.string().optional(),
});
type GardenEnv = z.output<typeof gardenEnv>;
const at =
  (path: string) =>
  ({ GARDEN_URL }: GardenEnv) =>
    `${GARDEN_URL ?? 'https://garden.example'}${path}`;
const meSchema = z.object({ id: z.string() });

/** An integration by sign-in, for tests of the layer. */
export const garden = defineIntegration({
  name: 'garden',
  title: 'Garden',
  env: gardenEnv,
  needs: ['GARDEN_ID', 'GARDEN_SECRET'],
  auth: oauth2<GardenEnv>({
    issuer: at(''),
    authorizeUrl: at('/auth'),
    tokenUrl: at('/token'),
    revokeUrl: at('/revoke'),
    client: ({ GARDEN_ID = '', GARDEN_SECRET = '' }) => ({ id: GARDEN_ID, secret: GARDEN_SECRET }),
    scopes: ['me'],
    async identify({ call }) {
      const { id } = (await call({ path: '/me' })).json(meSchema);
      return { accountId: id, name: id };
    },
  }),
  bases: (env) => ({ api: at('/api')(env) }),
  limits: { calls: { calls: 10_000, perMs: 1_000 }, few: { calls: 3, perMs: 60_000 } },
  async health({ call }) {
    await call({ path: '/me' });
  },
  features: {
    beds: {
      title: 'Beds',
      about: 'Own beds.',
      scopes: ['beds.read', 'beds.write'],
      of: 'person',
      sync: {
        everyMs: 60_000,
        streams: () => ['all'],
        async run({ call }) {
          await call({ path: '/beds' });
        },
      },
    },
    tools: { title: 'Tools', about: 'Tools of all.', scopes: ['tools'], of: 'workspace' },
  },
});

/** An integration by a key. */
export const shed = defineIntegration({
  name: 'shed',
  title: 'Shed',
  env: gardenEnv,
  needs: [],
  auth: apiKey({
    fields: z.object({ key: z.string().min(1, 'is missing').meta({ label: 'Key' }) }),
    headers: ({ key = '' }) => ({ 'x-key': key }),
    async identify({ call }) {
      const { id } = (await call({ path: '/me' })).json(meSchema);
      return { accountId: id, name: 'The shed' };
    },
  }),
  bases: (env) => ({ api: at('/api')(env) }),
  limits: {},
  async health({ call }) {
    await call({ path: '/me' });
  },
  features: { rakes: { title: 'Rakes', about: 'All rakes.', scopes: [], of: 'workspace' } },
});
