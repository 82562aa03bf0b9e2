import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '@clianta/agents/catalogue';
import { readConfig } from '@clianta/bot/config';
import { type RunningServer, startServer } from '@clianta/bot/start-server';
import { newId } from '@clianta/crm-core/entity/ids';
import { inject } from 'vitest';

export interface ApiServer extends RunningServer {
  dataDir: string;
  /** Starts again on the same data. */
  restart(): Promise<ApiServer>;
}

/** A database of the server that the tests share. Where they share none, as in a browser's, the product brings its own. */
function sharedDatabase(): { MONGODB_URI?: string } {
  const shared: string | undefined = inject('mongoUri');
  if (!shared) return {};
  const uri = new URL(shared);
  uri.pathname = `/api-${newId()}`;
  return { MONGODB_URI: uri.toString() };
}

/** The whole product in this process on a database of its own, reached over real HTTP. */
export async function anApiServer(
  env: Record<string, string> = {},
  dataDir = mkdtempSync(join(tmpdir(), 'clianta-api-')),
  catalogue?: Catalogue,
): Promise<ApiServer> {
  const full: Record<string, string> = {
    PORT: '0',
    DATA_DIR: dataDir,
    ...sharedDatabase(),
    QUEUE: 'in-process',
    CLIANTA_DEMO_PASSWORD: 'demo-password',
    ...env,
  };
  const server = await startServer(readConfig(full), catalogue);
  return {
    ...server,
    dataDir,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
    async restart() {
      await server.stop();
      const { MONGODB_URI } = full;
      return anApiServer({ ...env, ...(MONGODB_URI && { MONGODB_URI }) }, dataDir);
    },
  };
}

/** Whatever the server answered; the tests say what they expect of it. */
// biome-ignore lint/suspicious/noExplicitAny: each assertion checks the form
type ApiBody = any;

export interface ApiClient {
  workspaceId: string;
  cookie: string;
  /** A request below the workspace; with the cookie and our own header unless told otherwise. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: ApiBody; headers: Headers }>;
}

export async function request(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const send = () =>
    fetch(url, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  // a test that holds the process, and with it the server, takes a connection that has just been given up
  const response = await send().catch((error) => {
    if (error?.cause?.code === 'ECONNRESET') return send();
    throw error;
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

export async function signedIn(
  server: { url: string },
  email = 'sam@clianta.example',
  password = 'demo-password',
): Promise<ApiClient> {
  const answer = await request(`${server.url}/api/auth/sign-in`, 'POST', { email, password });
  if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer.body)}`);
  const cookie = String(answer.headers.get('set-cookie')).split(';')[0] ?? '';
  const workspaceId = answer.body.workspaces[0].id as string;
  return {
    workspaceId,
    cookie,
    call: (method, path, body, headers = {}) =>
      request(`${server.url}/api/workspaces/${workspaceId}${path}`, method, body, {
        cookie,
        'X-Clianta-Client': 'web',
        ...headers,
      }),
  };
}
