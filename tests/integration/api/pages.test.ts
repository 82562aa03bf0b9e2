import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';
import { anApiServer, request } from '../../support/api-server.ts';

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

describe('health', () => {
  it('tells the state of database, queue and model as JSON', async ({ server }) => {
    const { status, body } = await request(`${server.url}/healthz`, 'GET');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      database: { isHealthy: true },
      queue: { isHealthy: true },
      model: { isHealthy: true, provider: 'embedded' },
    });
    expect((await request(`${server.url}/readyz`, 'GET')).body).toEqual({ isReady: true });
  });
});

it('health names the models of a provider and tells none of its address', async () => {
  const own = await anApiServer({
    CLIANTA_DEMO: 'off',
    MODEL_PROVIDER: 'ollama',
    MODEL_BASE_URL: 'http://models.internal.example:11434',
    MODEL_AGENT: 'qwen3:8b',
    MODEL_ROUTER: 'llama3.2',
  });
  try {
    const { body } = await request(`${own.url}/healthz`, 'GET');
    const names = { provider: 'ollama', agentModel: 'qwen3:8b', routerModel: 'llama3.2' };
    const description = 'Ollama: qwen3:8b, llama3.2 for routing';
    expect((body as { model: unknown }).model).toEqual({ description, ...names, isHealthy: true });
    expect(JSON.stringify(body)).not.toContain('models.internal');
  } finally {
    await own.stop();
  }
});

describe('the pages', () => {
  it('answer every address of the console with the page, and a missing file as missing', async ({
    server,
  }) => {
    const status = async (path: string) => (await request(`${server.url}${path}`, 'GET')).status;
    expect(await status('/chat/anything')).toBe(200);
    for (const path of ['/assets/index-00000000.js', '/.env', '/..%2fpackage.json'])
      expect(await status(path), path).toBe(404);
    expect(await status('/%E0%A4%A')).toBe(400);
  });
});

describe('a request that is no page', () => {
  it('is answered as JSON when its path has a slash too many, or something is sent to no path', async ({
    server,
  }) => {
    for (const [method, path] of [
      ['POST', '//api/auth/sign-in'],
      ['GET', '//api/health'],
      ['POST', '/nowhere'],
    ] as const) {
      const { status, body } = await request(
        `${server.url}${path}`,
        method,
        method === 'POST' ? {} : undefined,
      );
      expect(status, path).toBe(404);
      expect(body.error, path).toMatchObject({
        code: 'not_found',
        message: `There is no API path ${path}. What there is stands in /api/openapi.json.`,
      });
    }
  });

  it('is refused with a sentence when it is too long, or no HTTP at all', async ({ server }) => {
    const { status, body } = await request(`${server.url}/api/x?filter=${'x'.repeat(20_000)}`, 'GET');
    expect(status).toBe(431);
    expect(body.error.message).toMatch(/^The address and the headers of the request are too long together/);
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('no http at all\r\n\r\n'));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', reject).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*"message":"This is not an HTTP request/);
  });
});

describe('the content security policy', () => {
  const policy = async (from: { url: string }, headers = {}) =>
    String(
      (await request(`${from.url}/healthz`, 'GET', undefined, headers)).headers.get(
        'content-security-policy',
      ),
    );

  const connections = (all: string) => all.split(';').find((one) => one.startsWith('connect-src'));

  it('lets pages talk to us and nobody else, over HTTP and WebSocket', async ({ server }) => {
    const { host } = new URL(server.url);
    expect(connections(await policy(server))).toBe(`connect-src 'self' ws://${host}`);
  });

  it('names the public address where one is configured', async () => {
    const port = await freePort();
    const own = await anApiServer({
      PORT: String(port),
      PUBLIC_URL: 'https://crm.example.com',
      CLIANTA_DEMO: 'off',
    });
    const local = { url: `http://127.0.0.1:${port}` };
    expect(connections(await policy(local))).toBe("connect-src 'self' wss://crm.example.com");
    await own.stop();
  });
});
