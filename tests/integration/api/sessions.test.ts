import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';
import { aSocket } from '../../support/api-socket.ts';

const OWN = { 'X-Clianta-Client': 'web' };

let server: ApiServer;
/** Another process on the same database, with the same secret. */
let other: ApiServer;
let sam: ApiClient;

beforeAll(async () => {
  const SESSION_SECRET = 'a secret of both processes, long enough';
  server = await anApiServer({ SESSION_SECRET });
  other = await anApiServer({ SESSION_SECRET, MONGODB_URI: server.product.database.uri });
  sam = await signedIn(server);
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});

const at = (process: ApiServer, client: ApiClient) =>
  request(`${process.url}/api/workspaces/${client.workspaceId}/agents`, 'GET', undefined, {
    cookie: client.cookie,
  });
const memberNamed = async (name: string) => {
  const { records } = (await sam.call('GET', '/team-members')).body;
  return records.find((one: { name: string }) => one.name.startsWith(name));
};

/** Somebody new who is in the team, signed in. */
async function aTeammate(name: string): Promise<ApiClient & { memberId: string; userId: string }> {
  const email = `${name.toLowerCase()}@sessions.example`;
  const { body } = await sam.call('POST', '/team-members/invite', { name, email });
  const password = `${name}s own password`;
  await request(`${server.url}/api/auth/choose-password`, 'POST', { token: body.token, password }, OWN);
  const client = await signedIn(server, email, password);
  return { ...client, memberId: body.member.id, userId: body.member.userId };
}

describe('signing out', () => {
  it('ends that session everywhere, also its open sockets, and no other', async () => {
    const [here, elsewhere] = [await signedIn(server), await signedIn(server)];
    expect((await at(other, here)).status).toBe(200);
    const sockets = [await aSocket(server, here), await aSocket(other, here)] as const;
    const kept = await aSocket(server, elsewhere);
    await request(`${server.url}/api/auth/sign-out`, 'POST', undefined, { cookie: here.cookie, ...OWN });
    expect((await at(server, here)).status).toBe(401);
    await Promise.all(sockets.map(({ closed }) => closed));
    await expect.poll(async () => (await at(other, here)).status, { timeout: 5_000 }).toBe(401);
    await expect(aSocket(server, here)).rejects.toThrow(/session has ended/);
    expect((await at(server, elsewhere)).status).toBe(200);
    expect((await kept.emit('conversation:open', { fresh: true })).ok).toBe(true);
    kept.close();
  });

  it('ends a stream of events that is still open', async () => {
    const lena = await signedIn(server, 'lena@clianta.example');
    const { conversationId } = (await lena.call('POST', '/agents/chat', { message: 'Hello' })).body;
    // a turn that another process is on does not begin here
    await server.product.crm.store
      .model('conversation')
      .updateOne(
        { _id: conversationId },
        { $set: { leaseOwner: 'another', leaseUntil: new Date(Date.now() + 60_000) } },
      );
    const stream = await fetch(`${server.url}/api/workspaces/${lena.workspaceId}/agents/chat`, {
      method: 'POST',
      headers: {
        cookie: lena.cookie,
        ...OWN,
        'Content-Type': 'application/json',
        Accept: 'text/event-stream',
      },
      body: JSON.stringify({ message: 'How many contacts do we have?', conversationId }),
    });
    expect(stream.status).toBe(200);
    await request(`${server.url}/api/auth/sign-out`, 'POST', undefined, { cookie: lena.cookie, ...OWN });
    await expect(stream.text()).rejects.toThrow();
  });

  it('ends the session of a token that is no cookie', async () => {
    const { cookie, workspaceId } = await signedIn(server);
    const headers = { Authorization: `Bearer ${cookie.split('=')[1]}`, ...OWN };
    const url = `${server.url}/api/workspaces/${workspaceId}/agents`;
    expect((await request(url, 'GET', undefined, headers)).status).toBe(200);
    await request(`${server.url}/api/auth/sign-out`, 'POST', undefined, headers);
    expect((await request(url, 'GET', undefined, headers)).status).toBe(401);
  });
});

describe('all sessions of a person end', () => {
  it('with a new password, their sockets at every process too', async () => {
    const nia = await aTeammate('Nia');
    const sockets = [await aSocket(server, nia), await aSocket(other, nia)];
    const body = { currentPassword: 'Nias own password', newPassword: 'Nias second password' };
    const changed = await request(`${server.url}/api/auth/password`, 'POST', body, {
      cookie: nia.cookie,
      ...OWN,
    });
    const cookie = String(changed.headers.get('set-cookie')).split(';')[0] ?? '';
    expect([(await at(server, nia)).status, (await at(other, nia)).status]).toEqual([401, 401]);
    expect((await at(server, { ...nia, cookie })).status).toBe(200);
    expect((await at(other, { ...nia, cookie })).status).toBe(200);
    await Promise.all(sockets.map(({ closed }) => closed));
  });

  it('when they leave the team', async () => {
    const ben = await aTeammate('Ben');
    const sockets = [await aSocket(server, ben), await aSocket(other, ben)];
    expect((await sam.call('DELETE', `/team-members/${ben.memberId}`)).status).toBe(200);
    expect([(await at(server, ben)).status, (await at(other, ben)).status]).toEqual([401, 401]);
    await Promise.all(sockets.map(({ closed }) => closed));
  });

  it('when their account is closed, and do not come back when it is opened again', async () => {
    const mia = await aTeammate('Mia');
    const sockets = [await aSocket(server, mia), await aSocket(other, mia)];
    await sam.call('PATCH', `/users/${mia.userId}`, { isActive: false });
    expect([(await at(server, mia)).status, (await at(other, mia)).status]).toEqual([401, 401]);
    await Promise.all(sockets.map(({ closed }) => closed));
    await sam.call('PATCH', `/users/${mia.userId}`, { isActive: true });
    expect((await at(server, mia)).status).toBe(401);
    expect(
      (await at(server, await signedIn(server, 'mia@sessions.example', 'Mias own password'))).status,
    ).toBe(200);
  });
});

describe('a page of one person', () => {
  it('does nothing as the next who signs in with the same browser', async () => {
    const { userId } = await memberNamed('Lena');
    const stale = await sam.call('POST', '/contacts', { name: 'Wrong Hands' }, { 'X-Clianta-User': userId });
    expect(stale.status).toBe(401);
    expect((await sam.call('GET', '/contacts?search=Wrong%20Hands')).body.records).toEqual([]);
    await expect(aSocket(server, sam, { auth: { userId } })).rejects.toThrow(/Somebody else/);
    const own = (await memberNamed('Sam')).userId;
    expect((await sam.call('GET', '/agents', undefined, { 'X-Clianta-User': own })).status).toBe(200);
  });
});

describe('a session', () => {
  it('of the terminal beside a server ends with the server', async () => {
    const own = await anApiServer();
    const { token, workspaceId } = JSON.parse(readFileSync(join(own.dataDir, 'run', 'server.json'), 'utf8'));
    const { dataDir } = own;
    const again = await own.restart();
    const answer = await request(`${again.url}/api/workspaces/${workspaceId}/agents`, 'GET', undefined, {
      Authorization: `Bearer ${token}`,
    });
    expect(answer.status).toBe(401);
    expect(again.dataDir).toBe(dataDir);
    await again.stop();
  });

  it('is nobody’s to list', async () => {
    expect((await sam.call('GET', '/sessions')).status).toBe(404);
  });
});

describe('a socket', () => {
  it('has a limit of its own for what it asks', async () => {
    const lena = await signedIn(server, 'lena@clianta.example');
    const page = await aSocket(server, lena);
    const asks = Array.from({ length: 610 }, () => page.emit('conversation:older', {}));
    const answers = (await Promise.all(asks)) as Array<{ ok: boolean; error?: { code: string } }>;
    const codes = answers.map(({ error }) => error?.code);
    expect(codes.filter((code) => code === 'invalid')).toHaveLength(600);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(10);
    page.close();
  });
});
