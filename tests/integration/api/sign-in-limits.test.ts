import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiServer, anApiServer, request } from '../../support/api-server.ts';

let server: ApiServer;
let address = 0;

beforeAll(async () => {
  server = await anApiServer();
});
afterAll(() => server.stop());
// each test comes from a network of its own
beforeEach(() => void address++);

const RIGHT = 'demo-password';
const here = () => `198.51.100.${address}`;

async function signIn(email: string, { password = 'wrong', path = '/api/auth/sign-in', from = here() } = {}) {
  const answer = await request(
    `${server.url}${path}`,
    'POST',
    { email, password },
    { 'X-Forwarded-For': from },
  );
  return answer.status;
}

describe('attempts to sign in', () => {
  it('are counted for an account however its e-mail and the path are written', async () => {
    const ways = [
      ['lena@clianta.example', '/api/auth/sign-in'],
      ['  lena@clianta.example ', '/api/auth/sign-in'],
      ['LENA@clianta.example', '/api/auth/SIGN-IN'],
      ['lena@clianta.example\t', '/api/auth/sign-in/'],
      ['Lena@Clianta.Example', '/API/auth/sign-in'],
    ] as const;
    for (const [email, path] of ways) expect(await signIn(email, { path }), path).toBe(401);
    for (const [email, path] of ways) expect(await signIn(email, { path }), path).toBe(429);
    expect(await signIn('lena@clianta.example', { password: RIGHT })).toBe(429);
    expect(await signIn('lena@clianta.example', { password: RIGHT, from: '192.0.2.77' })).toBe(200);
  });

  it('are counted for an account over all addresses', async () => {
    const from = (i: number) => ({ from: `192.0.2.${i}` });
    const statuses = [];
    for (let i = 0; i < 12; i++) statuses.push(await signIn('akira@clianta.example', from(i)));
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(await signIn('tom@clianta.example', from(0))).toBe(401);
  });

  it('are counted for an address over all accounts, and one IPv6 network is one address', async () => {
    const statuses = [];
    for (let i = 0; i < 22; i++)
      statuses.push(await signIn(`nobody${i}@clianta.example`, { from: `2001:db8:7:${i}::1` }));
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(await signIn('sam@clianta.example', { password: RIGHT, from: '2001:db8:7:ff::1' })).toBe(429);
    expect(await signIn('sam@clianta.example', { password: RIGHT, from: '2001:db8:8::1' })).toBe(200);
  });

  it('that come all at once are counted one by one', async () => {
    const statuses = await Promise.all(Array.from({ length: 12 }, () => signIn('priya@clianta.example')));
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  });

  it('do not count when they succeed, nor when the request has no password at all', async () => {
    for (let i = 0; i < 11; i++) expect(await signIn('sam@clianta.example', { password: RIGHT })).toBe(200);
    for (let i = 0; i < 11; i++) expect(await signIn('sam@clianta.example', { password: '' })).toBe(400);
    expect(await signIn('sam@clianta.example')).toBe(401);
  });

  it('are counted together by all processes on one database', async () => {
    const other = await anApiServer({ MONGODB_URI: server.product.database.uri });
    for (let i = 0; i < 5; i++) expect(await signIn('carlos@clianta.example')).toBe(401);
    const there = await request(
      `${other.url}/api/auth/sign-in`,
      'POST',
      { email: 'carlos@clianta.example', password: RIGHT },
      { 'X-Forwarded-For': here() },
    );
    expect(there.status).toBe(429);
    await other.stop();
  });
});

it('in production a person may load the console again and again, but not without end', async () => {
  const own = await anApiServer({ NODE_ENV: 'production' });
  const { headers, body } = await request(`${own.url}/api/auth/sign-in`, 'POST', {
    email: 'sam@clianta.example',
    password: RIGHT,
  });
  const cookie = String(headers.get('set-cookie')).split(';')[0] ?? '';
  const call = (method: string, path: string) =>
    request(`${own.url}/api/workspaces/${body.workspaces[0].id}${path}`, method, undefined, {
      cookie,
      'X-Clianta-Client': 'web',
    });
  const reads = await Promise.all(Array.from({ length: 150 }, () => call('GET', '/agents')));
  expect(reads.every(({ status }) => status === 200)).toBe(true);
  const writes = await Promise.all(Array.from({ length: 245 }, () => call('POST', '/undo')));
  const refused = writes.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(5);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await call('GET', '/agents')).status).toBe(200);
  await own.stop();
});
