import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';

let server: ApiServer;
let sam: ApiClient;
let priya: ApiClient;

beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
  priya = await signedIn(server, 'priya@clianta.example');
});
afterAll(() => server.stop());

const own = (client: { cookie: string }) => ({ cookie: client.cookie, 'X-Clianta-Client': 'web' });
const post = (path: string, body: unknown, headers = {}) =>
  request(`${server.url}${path}`, 'POST', body, headers);
const isSignedIn = async (headers: Record<string, string>) =>
  (await request(`${server.url}/api/auth/me`, 'GET', undefined, headers)).status === 200;
const terminalToken = (dataDir: string): string =>
  JSON.parse(readFileSync(join(dataDir, 'run', 'server.json'), 'utf8')).token;

describe('the own password', () => {
  const change = (body: unknown, headers = own(sam)) => post('/api/auth/password', body, headers);

  it('is changed by who knows the present one, to one that is long enough and another', async () => {
    const wrong = await change({ currentPassword: 'guess', newPassword: 'a much better one' });
    expect(wrong.body.error).toMatchObject({ code: 'invalid', fields: { currentPassword: 'is wrong' } });
    const short = await change({ currentPassword: 'demo-password', newPassword: 'short' });
    expect(short.body.error.fields.newPassword).toMatch(/at least 10/);
    const same = await change({ currentPassword: 'demo-password', newPassword: 'demo-password' });
    expect(same.body.error.message).toMatch(/another password/);
    const forged = await change(
      { currentPassword: 'demo-password', newPassword: 'a much better one' },
      { cookie: sam.cookie, 'X-Clianta-Client': '' },
    );
    expect(forged.status).toBe(403);
  });

  it('ends all sessions but the one that changed it, and the one of the terminal beside it', async () => {
    const elsewhere = await signedIn(server);
    const changed = await change({ currentPassword: 'demo-password', newPassword: 'a much better one' });
    expect(changed.status).toBe(200);
    const cookie = String(changed.headers.get('set-cookie')).split(';')[0] ?? '';
    expect(await isSignedIn({ cookie: elsewhere.cookie })).toBe(false);
    expect(await isSignedIn({ cookie })).toBe(true);
    expect(await isSignedIn({ Authorization: `Bearer ${terminalToken(server.dataDir)}` })).toBe(true);
    await expect(signedIn(server)).rejects.toThrow(/wrong/);
    sam = await signedIn(server, 'sam@clianta.example', 'a much better one');
  });
});

describe('a teammate who leaves', () => {
  it('is removed by an admin and shut out at once; nobody removes themselves, no admin an owner', async () => {
    const answer = await sam.call('POST', '/team-members/invite', {
      name: 'Lea Gone',
      email: 'lea@gone.example',
      role: 'admin',
    });
    const { member, token } = answer.body;
    await request(
      `${server.url}/api/auth/choose-password`,
      'POST',
      { token, password: 'leas own password' },
      { 'X-Clianta-Client': 'web' },
    );
    const enter = () => signedIn(server, 'lea@gone.example', 'leas own password');
    const lea = await enter();
    const myself = await lea.call('DELETE', `/team-members/${member.id}`);
    expect(myself.status).toBe(403);
    expect(myself.body.error.message).toBe('Nobody removes themselves from the team. Ask another admin.');
    const { records } = (await sam.call('GET', '/team-members')).body;
    const owner = records.find((one: { role: string }) => one.role === 'owner');
    expect((await lea.call('DELETE', `/team-members/${owner.id}`)).status).toBe(403);
    expect((await sam.call('DELETE', `/team-members/${owner.id}`)).status).toBe(403);

    expect((await lea.call('GET', '/contacts')).status).toBe(200);
    expect((await sam.call('DELETE', `/team-members/${member.id}`)).status).toBe(200);
    expect((await lea.call('GET', '/contacts')).status).toBe(401);
    await expect(enter()).rejects.toThrow();
    const again = await sam.call('POST', '/team-members/invite', {
      name: 'Lea Back',
      email: 'lea@gone.example',
    });
    expect(again.status).toBe(201);
    expect((await (await enter()).call('GET', '/contacts')).status).toBe(200);
  });
});

describe('a new teammate', () => {
  const invite = (client: ApiClient, body: unknown) => client.call('POST', '/team-members/invite', body);
  const choose = (token: string, password: string) => post('/api/auth/choose-password', { token, password });

  it('chooses a password by a link that works once, and is in the team with the given role', async () => {
    const { status, body } = await invite(priya, {
      name: 'Nia Novak',
      email: 'Nia@New.example',
      role: 'member',
    });
    expect(status).toBe(201);
    expect(await isSignedIn({ Authorization: `Bearer ${body.token}` })).toBe(false);
    expect((await choose(body.token, 'short')).status).toBe(400);
    const chosen = await choose(body.token, 'nias own password');
    expect(chosen.body).toMatchObject({ user: { name: 'Nia Novak' }, workspaces: [{ role: 'member' }] });
    const again = await choose(body.token, 'somebody elses password');
    expect(again.body.error).toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/used before/),
    });
    const nia = await signedIn(server, 'nia@new.example', 'nias own password');
    expect((await nia.call('GET', '/contacts?limit=1')).status).toBe(200);
    expect((await invite(nia, { name: 'X', email: 'x@new.example' })).status).toBe(403);
  });

  it('is added once, and an owner only by an owner', async () => {
    const twice = await invite(priya, { name: 'Tom Again', email: 'tom@clianta.example' });
    expect(twice.status).toBe(409);
    expect(twice.body.error.message).toBe('tom@clianta.example is in the team already, as Tom Okafor.');
    const owner = { name: 'Olga Owner', email: 'olga@new.example', role: 'owner' };
    expect((await invite(priya, owner)).status).toBe(403);
    expect((await invite(sam, owner)).status).toBe(201);
    expect((await invite(sam, { name: '', email: 'x' })).body.error.fields).toEqual({
      name: 'is missing',
      email: 'is not an e-mail address such as jane@example.com',
    });
  });

  it('gets another link from an admin when the password is lost; for an owner only from an owner', async () => {
    const { records } = (await sam.call('GET', '/team-members')).body;
    const link = (client: ApiClient, name: string) => {
      const found = records.find((one: { name: string }) => one.name.startsWith(name));
      return client.call('POST', `/team-members/${found.id}/password-link`);
    };
    const { body } = await link(priya, 'Lena');
    expect((await choose(body.token, 'lenas new password')).body.user.name).toBe('Lena Schmidt');
    const lena = await signedIn(server, 'lena@clianta.example', 'lenas new password');
    expect((await link(lena, 'Tom')).status).toBe(403);
    expect((await link(priya, 'Sam')).status).toBe(403);
    expect((await choose('nonsense', 'a long password')).status).toBe(401);
  });
});

it('lets the terminal in as soon as the workspace is set up', async () => {
  const fresh = await anApiServer({ CLIANTA_DEMO: 'off' });
  await request(`${fresh.url}/api/setup`, 'POST', {
    code: fresh.setUpCode,
    workspaceName: 'New',
    name: 'Ann',
    email: 'ann@new.example',
    password: 'a long password',
  });
  const Authorization = `Bearer ${terminalToken(fresh.dataDir)}`;
  const me = await request(`${fresh.url}/api/auth/me`, 'GET', undefined, { Authorization });
  expect(me.body.user.name).toBe('Ann');
  await fresh.stop();
});
