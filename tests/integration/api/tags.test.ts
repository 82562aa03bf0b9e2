import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, signedIn } from '../../support/api-server.ts';

let server: ApiServer;
let sam: ApiClient;
beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
});
afterAll(() => server.stop());

/** Names of tags that no other test has. */
let vip: string;
let loud: string;
let round = 0;
beforeEach(() => {
  round++;
  vip = `vip ${round}`;
  loud = `VIP ${round}`;
});

const made = async (kind: 'contacts' | 'companies', name: string, tags: string[]) => {
  const { body } = await sam.call('POST', `/${kind}`, { name, tags });
  return body.id as string;
};
const tagsOf = async (kind: 'contacts' | 'companies', id: string) =>
  (await sam.call('GET', `/${kind}/${id}`)).body.tags;
const countsOf = async (name: string) =>
  (await sam.call('GET', '/tags')).body.tags.find((one: { name: string }) => one.name === name)?.counts;

describe('the tags of all records', () => {
  it('are listed as they are written, with how many records of which kind have them', async () => {
    await made('contacts', 'Ada One', [vip, 'other']);
    await made('contacts', 'Ada Two', [vip]);
    await made('companies', 'Ada Works', [vip]);
    expect(await countsOf(vip)).toEqual([
      { entity: Contact.name, count: 2 },
      { entity: Company.name, count: 1 },
    ]);
    expect(await countsOf(loud)).toBeUndefined();
  });

  it('are merged under one name, which stands once, and all of it is undone together', async () => {
    const both = await made('contacts', 'Ben Both', ['first', vip, loud, 'last']);
    const one = await made('companies', 'Ben Works', [loud]);
    const { status, body } = await sam.call('POST', '/tags/change', { from: [vip, loud], to: 'Key account' });
    expect([status, body]).toEqual([200, { groupId: expect.any(String), count: 2, isPending: false }]);
    expect(await tagsOf('contacts', both)).toEqual(['first', 'Key account', 'last']);
    expect(await tagsOf('companies', one)).toEqual(['Key account']);
    expect((await sam.call('POST', '/undo', { groupId: body.groupId })).status).toBe(200);
    expect(await tagsOf('contacts', both)).toEqual(['first', vip, loud, 'last']);
    expect(await tagsOf('companies', one)).toEqual([loud]);
  });

  it('are written otherwise, and taken off', async () => {
    const id = await made('contacts', 'Cleo', [vip, 'stays']);
    await sam.call('POST', '/tags/change', { from: [vip], to: loud });
    expect(await tagsOf('contacts', id)).toEqual([loud, 'stays']);
    await sam.call('POST', '/tags/change', { from: [loud] });
    expect(await tagsOf('contacts', id)).toEqual(['stays']);
    expect(await countsOf(loud)).toBeUndefined();
  });

  it('are changed in the background where many records have them, in the name of who asked', async () => {
    const { crm } = server.product;
    const dora = Array.from({ length: 201 }, (_, at) => ({ name: `Dora ${at}`, tags: [vip] }));
    await insertRecords(
      crm,
      sam.workspaceId,
      Contact.name,
      dora.map((values) => ({ id: newId(), createdAt: new Date(), ...values })),
    );
    const { body } = await sam.call('POST', '/tags/change', { from: [vip], to: 'many' });
    expect(body).toMatchObject({ count: 201, isPending: true });
    await vi.waitFor(async () => expect(await countsOf(vip)).toBeUndefined(), { timeout: 30_000 });
    expect(await countsOf('many')).toEqual([{ entity: Contact.name, count: 201 }]);
    const { records } = await crm.records(UserAction).find(systemScope(sam.workspaceId), {
      where: [{ field: 'groupId', op: 'eq', value: body.groupId }],
      limit: 500,
    });
    expect(new Set(records.map(({ actor }) => actor.name))).toEqual(new Set(['Sam Rivera']));
    expect(records).toHaveLength(201);
  });

  it('that nothing has are refused by name, and so is a name that is no other', async () => {
    const none = await sam.call('POST', '/tags/change', { from: ['nobody has it'], to: 'x' });
    expect([none.status, none.body.error.message]).toEqual([404, expect.stringContaining('nobody has it')]);
    const same = await sam.call('POST', '/tags/change', { from: ['a'], to: 'a' });
    expect(same.status).toBe(400);
  });

  it('are changed by admins, and not past a rule about approvals', async () => {
    await made('contacts', 'Eve', [vip]);
    const tom = await signedIn(server, 'tom@clianta.example');
    expect((await tom.call('GET', '/tags')).status).toBe(200);
    expect((await tom.call('POST', '/tags/change', { from: [vip], to: loud })).status).toBe(403);
    const own = `/workspaces/${sam.workspaceId}`;
    const team = (await sam.call('GET', '/team-members')).body.records;
    const { userId } = team.find(({ name }: { name: string }) => name === 'Lena Schmidt');
    const match = { entity: Contact.name, aboveCount: 0 };
    const rule = { id: 'many', match, deciders: { users: [userId], roles: [] } };
    const { body: before } = await sam.call('GET', own);
    const set = await sam.call('PATCH', own, { approvals: { ...before.approvals, rules: [rule] } });
    expect(set.status).toBe(200);
    const refused = await sam.call('POST', '/tags/change', { from: [vip], to: loud });
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining('approval')]);
    expect(await countsOf(loud)).toBeUndefined();
  });
});
