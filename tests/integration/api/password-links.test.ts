import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';

let server: ApiServer;
/** An owner. */
let sam: ApiClient;
/** An admin. */
let priya: ApiClient;

beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
  priya = await signedIn(server, 'priya@clianta.example');
});
afterAll(() => server.stop());

interface Invited {
  memberId: string;
  userId: string;
  token: string;
  email: string;
}

async function aMember(name: string): Promise<Invited> {
  const email = `${name.toLowerCase()}@links.example`;
  const { member, token } = (await priya.call('POST', '/team-members/invite', { name, email })).body;
  return { memberId: member.id, userId: member.userId, token, email };
}

const linkFor = async ({ memberId }: Invited) =>
  (await priya.call('POST', `/team-members/${memberId}/password-link`)).body.token as string;

const use = (token: string, password = 'a long password') =>
  request(`${server.url}/api/auth/choose-password`, 'POST', { token, password });

const auditOf = async (userId: string) => {
  const filter = { where: [{ field: 'recordId', op: 'eq', value: userId }] };
  const { body } = await sam.call(
    'GET',
    `/audit?sort=-at&filter=${encodeURIComponent(JSON.stringify(filter))}`,
  );
  return body.records as Array<{ actor: { name: string }; after: Record<string, unknown> }>;
};

describe('a password link', () => {
  it('is void once its user has another role, also when they have the old one again', async () => {
    const owner = await aMember('Olga');
    const link = await linkFor(owner);
    const as = (role: string) => sam.call('PATCH', `/team-members/${owner.memberId}`, { role });
    await as('owner');
    const refused = await use(link);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(/changed since it was made/);
    await as('member');
    expect((await use(link)).status).toBe(403);
    expect((await use(await linkFor(owner))).status).toBe(200);
  });

  it('is void once its user has another e-mail address', async () => {
    const moved = await aMember('Mona');
    const first = await linkFor(moved);
    await sam.call('PATCH', `/users/${moved.userId}`, { email: 'mona@elsewhere.example' });
    expect((await use(first)).status).toBe(403);
    const second = await linkFor(moved);
    await sam.call('PATCH', `/team-members/${moved.memberId}`, { email: 'mona@elsewhere.example' });
    expect((await use(second)).status).toBe(403);
    expect((await use(await linkFor(moved))).status).toBe(200);
  });

  it('is void once there is a newer one', async () => {
    const member = await aMember('Nils');
    const newer = await linkFor(member);
    expect((await use(member.token)).status).toBe(403);
    expect((await use(newer)).status).toBe(200);
  });

  it('used twice at once lets one in', async () => {
    const { token, email } = await aMember('Timo');
    const passwords = ['the first password', 'the second password', 'the third password'];
    const answers = await Promise.all(passwords.map((password) => use(token, password)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
    const winner = passwords[answers.findIndex(({ status }) => status === 200)] ?? '';
    expect((await signedIn(server, email, winner)).workspaceId).toBe(sam.workspaceId);
  });

  it('is in the audit log: who made it, and that its user used it; never what opens it', async () => {
    const { userId, token } = await aMember('Vera');
    await use(token);
    const entries = await auditOf(userId);
    expect(entries.slice(0, 2)).toMatchObject([
      { actor: { name: 'Vera' }, after: { passwordChangedAt: expect.any(String) } },
      { actor: { name: 'Priya Nair' }, after: { passwordLinkAt: expect.any(String) } },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/passwordHash|argon2|passwordLinkId|sessionsValidFrom/);
  });
});
