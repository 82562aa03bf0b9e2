import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';
import { aSocket } from '../../support/api-socket.ts';
import { freePort } from '../../support/free-port.ts';

const PUBLIC = 'https://crm.example.com';

let server: ApiServer & { local: string };
beforeAll(async () => {
  const PORT = await freePort();
  const started = await anApiServer({ PORT, PUBLIC_URL: PUBLIC, TRUST_PROXY: '1' });
  server = { ...started, local: `http://127.0.0.1:${PORT}` };
});
afterAll(() => server.stop());

describe('behind a proxy', () => {
  it('sockets of the public address are let in, though the proxy does not keep the host', async () => {
    const local = { url: server.local };
    const sam = await signedIn(local);
    const page = await aSocket(local, sam, { headers: { origin: PUBLIC } });
    expect((await page.emit('conversation:open', { fresh: true })).ok).toBe(true);
    page.close();
    await expect(aSocket(local, sam, { headers: { origin: 'https://evil.example' } })).rejects.toThrow();
  });

  it('browsers are bound to TLS by answers that came over it, and by no others', async () => {
    const hsts = async (headers = {}) =>
      (await request(`${server.local}/healthz`, 'GET', undefined, headers)).headers.get(
        'strict-transport-security',
      );
    expect(await hsts()).toBeNull();
    expect(await hsts({ 'X-Forwarded-Proto': 'http' })).toBeNull();
    expect(await hsts({ 'X-Forwarded-Proto': 'https' })).toMatch(/^max-age=\d{8}/);
  });
});

it('without a trusted proxy nobody says from which address they come, or over what', async () => {
  const own = await anApiServer({ TRUST_PROXY: '0', CLIANTA_DEMO: 'off' });
  const attempt = (i: number) =>
    request(
      `${own.url}/api/auth/choose-password`,
      'POST',
      { token: 'x', password: 'a long password' },
      { 'X-Forwarded-For': `192.0.2.${i}` },
    );
  const statuses = await Promise.all(Array.from({ length: 22 }, (_, i) => attempt(i)));
  expect(statuses.filter(({ status }) => status === 429)).toHaveLength(2);
  const forged = await request(`${own.url}/healthz`, 'GET', undefined, { 'X-Forwarded-Proto': 'https' });
  expect(forged.headers.get('strict-transport-security')).toBeNull();
  await own.stop();
});
