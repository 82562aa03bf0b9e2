import { SignJWT } from 'jose';
import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiServer, request } from '../../support/api-server.ts';
import { aSocket } from '../../support/api-socket.ts';

interface Site {
  id: string;
  secret: string;
}

const test = apiTest.extend('site', { scope: 'file' }, async ({ sam }): Promise<Site> => {
  const { body } = await sam.call('POST', '/widget-sites', { origin: 'https://Intranet.example.com/start' });
  expect(body.origin).toBe('https://intranet.example.com');
  const { secret } = (await sam.call('POST', `/widget-sites/${body.id}/secret`)).body;
  return { id: body.id as string, secret: secret as string };
});

const now = () => Math.floor(Date.now() / 1_000);
const SAM = 'sam@clianta.example';

/** What a site's server signs. */
const signed = (site: Site, claims: Record<string, unknown> = {}) =>
  new SignJWT({ email: SAM, aud: site.id, iat: now(), exp: now() + 300, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(site.secret));

const enter = (server: ApiServer, { id }: Pick<Site, 'id'>, identity: string) =>
  request(`${server.url}/api/widget/session`, 'POST', { site: id, identity });

describe('a site that carries the widget', () => {
  test('lets in whom its server vouches for, to its workspace and nothing else', async ({
    server,
    sam,
    site,
  }) => {
    const { status, body } = await enter(server, site, await signed(site));
    expect(status).toBe(200);
    expect(body).toMatchObject({ user: { email: SAM }, workspaces: [{ id: sam.workspaceId }] });
    const authorization = { authorization: `Bearer ${body.token}` };
    const at = (path: string) => request(`${server.url}/api${path}`, 'GET', undefined, authorization);
    expect((await at(`/workspaces/${sam.workspaceId}/agents`)).status).toBe(200);
    expect((await at('/workspaces/other/agents')).status).toBe(403);
    expect((await at('/auth/me')).status).toBe(403);
    const change = { currentPassword: 'x', newPassword: 'a much better one' };
    const password = `${server.url}/api/auth/password`;
    expect((await request(password, 'POST', change, authorization)).status).toBe(403);
    const auth = { token: body.token };
    const { workspaceId } = sam;
    (await aSocket(server, { workspaceId, cookie: '' }, { auth })).close();
    await expect(aSocket(server, { workspaceId: 'other', cookie: '' }, { auth })).rejects.toThrow();
  });

  test.for([
    ['another secret', { secret: 'another secret of a good length' }, {}],
    ['no expiry', {}, { exp: undefined }],
    ['an expiry too far off', {}, { exp: now() + 3_600 }],
    ['one that has passed', {}, { iat: now() - 1_000, exp: now() - 300 }],
    ['another audience', {}, { aud: 'another-site' }],
    ['no e-mail', {}, { email: undefined }],
    ['somebody who is in no team', {}, { email: 'eve@elsewhere.example' }],
  ] as const)('does not let in with %s', async ([, other, claims], { server, site }) => {
    const { status } = await enter(server, site, await signed({ ...site, ...other }, claims));
    expect(status).toBe(401);
  });

  test('believes no token without a signature, of another kind, or for a site that is gone', async ({
    server,
    site,
  }) => {
    const [, claims] = (await signed(site)).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    for (const identity of [none, 'nonsense', '..'])
      expect((await enter(server, site, identity)).status).toBe(401);
    expect((await enter(server, { id: 'gone' }, await signed(site))).status).toBe(401);
  });

  test('changes its secret without a gap, and the one before last is void', async ({ server, sam, site }) => {
    const { secret: second } = (await sam.call('POST', `/widget-sites/${site.id}/secret`)).body;
    for (const secret of [site.secret, second])
      expect((await enter(server, site, await signed({ ...site, secret }))).status).toBe(200);
    await sam.call('POST', `/widget-sites/${site.id}/secret`);
    expect((await enter(server, site, await signed(site))).status).toBe(401);
    const { body } = await sam.call('GET', `/widget-sites/${site.id}`);
    expect(JSON.stringify(body)).not.toMatch(/secret/i);
  });

  test('may frame the widget, and no other page may', async ({ server, site }) => {
    const policy = async (query: string) =>
      (await fetch(`${server.url}/widget/${query}`)).headers.get('content-security-policy') ?? '';
    expect(await policy(`?site=${site.id}`)).toMatch(
      /frame-ancestors 'self' https:\/\/intranet\.example\.com/,
    );
    expect(await policy('')).not.toMatch(/intranet/);
    expect(await policy('?site=gone')).not.toMatch(/intranet/);
  });

  test('is an admin’s to set up', async ({ tom, site }) => {
    expect((await tom.call('GET', '/widget-sites')).status).toBe(403);
    expect((await tom.call('POST', `/widget-sites/${site.id}/secret`)).status).toBe(403);
  });
});
