import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';
import { request, signedIn } from '../../support/api-server.ts';

const text = (value: unknown) => JSON.stringify(value);

describe('sign-in', () => {
  it('sets a cookie that scripts cannot read and other sites do not send', async ({ server }) => {
    const { headers, body } = await request(`${server.url}/api/auth/sign-in`, 'POST', {
      email: 'SAM@clianta.example',
      password: 'demo-password',
    });
    expect(headers.get('set-cookie')).toMatch(/clianta_session=.*HttpOnly.*SameSite=Lax/i);
    expect(body).toMatchObject({
      user: { name: 'Sam Rivera' },
      workspaces: [{ role: 'owner', currency: 'USD' }],
    });
    expect(text(body)).not.toContain('argon2');
  });

  it('refuses a wrong password as it refuses an unknown e-mail, and closes after five failures', async ({
    server,
  }) => {
    const attempt = (email: string) =>
      request(`${server.url}/api/auth/sign-in`, 'POST', { email, password: 'wrong' });
    const unknown = await attempt('nobody@clianta.example');
    const known = await attempt('lena@clianta.example');
    expect(known.status).toBe(401);
    expect(known.body).toEqual(unknown.body);
    for (let i = 0; i < 4; i++) await attempt('lena@clianta.example');
    const closed = await attempt('lena@clianta.example');
    expect(closed.status).toBe(429);
    expect(closed.body.error.message).toMatch(/wait 15 minutes/);
    expect((await attempt('priya@clianta.example')).status).toBe(401);
  });

  it('lets nobody in without a session, with a forged one, or into a workspace that is not theirs', async ({
    server,
    sam,
  }) => {
    const path = `${server.url}/api/workspaces/${sam.workspaceId}/contacts`;
    expect((await request(path, 'GET')).status).toBe(401);
    expect(
      (await request(path, 'GET', undefined, { Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' })).status,
    ).toBe(401);
    const other = await request(
      `${server.url}/api/workspaces/aaaaaaaaaaaaaaaaaaaaaaaa/contacts`,
      'GET',
      undefined,
      { cookie: sam.cookie },
    );
    expect(other.status).toBe(403);
  });

  it('is ended only by our own pages', async ({ server }) => {
    const url = `${server.url}/api/auth/sign-out`;
    const { cookie } = await signedIn(server);
    const forged = await request(url, 'POST', undefined, { cookie });
    expect(forged.status).toBe(403);
    expect(forged.headers.get('set-cookie')).toBeNull();
    const own = await request(url, 'POST', undefined, { cookie, 'X-Clianta-Client': 'web' });
    expect(own.headers.get('set-cookie')).toMatch(/clianta_session=;/);
  });

  it('takes a change with a cookie only from our own pages', async ({ server, sam }) => {
    const body = { name: 'Forged' };
    const forged = await request(`${server.url}/api/workspaces/${sam.workspaceId}/contacts`, 'POST', body, {
      cookie: sam.cookie,
    });
    expect(forged.status).toBe(403);
    expect((await sam.call('GET', '/contacts?search=Forged')).body.records).toEqual([]);
  });
});
