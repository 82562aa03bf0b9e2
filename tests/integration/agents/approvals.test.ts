import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { ConflictError, ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aContact } from '../../support/test-crm.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend(
    'count',
    ({ db, home }) =>
      () =>
        db.crm.records(Contact).count(home.scope),
  )
  .extend(
    'propose',
    ({ sam }) =>
      async () =>
        String((await sam.say('delete all contacts without an email')).approval?.approvalId),
  )
  .extend('contacts', ({ db }) => db.crm.records(Contact))
  .extend('named', ({ home, contacts }) => async (search: string) => {
    const [found] = (await contacts.find(home.scope, { search })).records;
    if (!found) throw new Error(`There is nobody called ${search}.`);
    return found;
  })
  .extend(
    'statusOf',
    ({ db, home }) =>
      async (id: string) =>
        (await db.crm.records(Approval).get(home.system, id)).status,
  )
  .extend('asks', ({ db }) => async (who: Parameters<typeof aTalker>[1], text: string) => {
    const talker = await aTalker(db, who);
    const result = await talker.say(text);
    return { talker, ...result };
  });

let now = new Date('2026-11-23T09:00:00Z');

it.beforeEach(async ({ db, home }) => {
  now = new Date('2026-11-23T09:00:00Z');
  for (const name of ['Ada Quist', 'Bo Novak']) await aContact(db.crm, home.scope, { name });
  await aContact(db.crm, home.scope, { name: 'Cy Weber', email: 'cy@x.example' });
});

describe('an approval', () => {
  it('is executed once, however often the button is pressed', async ({ db, home, sam, propose }) => {
    const id = await propose();
    const clicks = await Promise.allSettled([
      sam.decide(id, 'approve'),
      sam.decide(id, 'approve'),
      sam.decide(id, 'reject'),
    ]);
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1);
    await expect(sam.decide(id, 'approve')).rejects.toThrow(ConflictError);
    expect((await db.crm.records(Approval).get(home.system, id)).status).toMatch(/executed|rejected/);
  });

  it('answers a redelivered decision again without doing it again', async ({ sam, count, propose }) => {
    const id = await propose();
    await sam.decide(id, 'approve', { key: 'same' });
    const again = await sam.decide(id, 'approve', { key: 'same' });
    expect(again.changes).toEqual([]);
    expect(await count()).toBe(1);
  });

  it('touches only the records that were shown, also when more match by then', async ({
    db,
    home,
    sam,
    propose,
  }) => {
    const id = await propose();
    await aContact(db.crm, home.scope, { name: 'Late Comer' });
    const done = await sam.decide(id, 'approve');
    expect(done.changes).toHaveLength(2);
    expect((await db.crm.records(Contact).find(home.scope, { search: 'Late Comer' })).records).toHaveLength(
      1,
    );
  });

  it('expires after a day', async ({ sam, count, propose }) => {
    const id = await propose();
    now = new Date('2026-11-24T09:00:01Z');
    await expect(sam.decide(id, 'approve')).rejects.toThrow(InvalidError);
    expect(await count()).toBe(3);
  });

  it('can be decided by the one who asked or an admin, by nobody else', async ({
    home,
    sam,
    count,
    propose,
  }) => {
    const id = await propose();
    const other = await home.member('Mo Novak');
    const stranger = sam.service.resumeTurn({
      conversationId: sam.conversationId,
      scope: other,
      decision: { approvalId: id, decision: 'approve' },
      key: 'k',
    });
    await expect(stranger).rejects.toThrow(ForbiddenError);
    expect(await count()).toBe(3);
  });

  it('is void when what would run is not what was shown', async ({ db, sam, count, propose }) => {
    const id = await propose();
    await db.crm.store.model('approval').updateOne({ _id: id }, { $set: { 'args.where': [] } });
    await expect(sam.decide(id, 'approve')).rejects.toThrow(/not the one that was shown/);
    expect(await count()).toBe(3);
  });

  it('waits by itself: another request in between neither answers nor loses it', async ({ sam, propose }) => {
    const id = await propose();
    const other = await sam.say('How many contacts do we have?');
    expect(other.reply.text).toContain('3');
    const second = await propose();
    expect(second).not.toBe(id);
    expect((await sam.decide(id, 'approve')).changes).toHaveLength(2);
    expect((await sam.decide(second, 'reject')).changes).toEqual([]);
  });

  it('survives a restart of the process', async ({ db, home, sam, count, propose }) => {
    const id = await propose();
    const restarted = await aTalker(db, home.scope);
    const events = await restarted.service.resumeTurn({
      conversationId: sam.conversationId,
      scope: home.scope,
      decision: { approvalId: id, decision: 'approve' },
      key: 'k',
    });
    for await (const event of events) if (event.type === 'done') expect(event.result.changes).toHaveLength(2);
    await restarted.close();
    expect(await count()).toBe(1);
  });

  it('of more than a hundred records needs the number typed', async ({ db, home, sam }) => {
    for (let i = 0; i < 101; i++) await aContact(db.crm, home.scope, { name: `Person ${i}` });
    const asked = await sam.say('delete all contacts without an email');
    expect(asked.approval?.typedCount).toBe(103);
    const id = String(asked.approval?.approvalId);
    await expect(sam.decide(id, 'approve')).rejects.toThrow(/type the number/);
    expect((await sam.decide(id, 'approve', { typedCount: 103 })).changes).toHaveLength(103);
  });

  it('is asked for every write that text from outside leads to', async ({ sam, count }) => {
    const result = await sam.say('Add Eve Evil from Evilcorp, eve@evil.example', { isTainted: true });
    expect(result.changes).toEqual([]);
    expect(result.approval?.status).toBe('pending');
    expect(await count()).toBe(3);
    expect((await sam.decide(String(result.approval?.approvalId), 'approve')).changes.length).toBeGreaterThan(
      0,
    );
  });
});

describe('what has changed by the time of the approval', () => {
  it('is left out and named: what no longer fits, what was changed, what is gone', async ({
    db,
    home,
    sam,
    count,
    propose,
    contacts,
    named,
    statusOf,
  }) => {
    for (const name of ['Di Maier', 'Ed Stone']) await aContact(db.crm, home.scope, { name });
    const id = await propose();
    await contacts.update(home.scope, (await named('Ada')).id, { email: 'ada@x.example' });
    await contacts.update(home.scope, (await named('Bo')).id, { city: 'Oslo' });
    await contacts.delete(home.scope, (await named('Di')).id);
    const { reply, changes } = await sam.decide(id, 'approve');
    expect(changes).toHaveLength(1);
    expect(reply.text).toContain('Deleted 1 contact.');
    expect(reply.text).toContain('**Ada Quist** (no longer fits)');
    expect(reply.text).toContain('**Bo Novak** (was changed since it was shown)');
    expect(reply.text).toContain('**Di Maier** (is gone already)');
    expect([await statusOf(id), await count()]).toEqual(['partly', 3]);
  });

  it('may be all of it: nothing is done, and the card says so', async ({
    home,
    sam,
    count,
    contacts,
    named,
    statusOf,
  }) => {
    const asked = await sam.say('Delete Ada Quist');
    const id = String(asked.approval?.approvalId);
    await contacts.update(home.scope, (await named('Ada')).id, { city: 'Oslo' });
    const { reply, changes } = await sam.decide(id, 'approve');
    expect([changes, await statusOf(id), await count()]).toEqual([[], 'failed', 3]);
    expect(reply.text).toBe(
      'Nothing was deleted. I left out **Ada Quist** (was changed since it was shown).',
    );
  });
});

describe('who may', () => {
  it('not do it is not offered to approve it', async ({ home, asks }) => {
    const viewer = await home.member('Tom Okafor', 'viewer');
    const { talker, approval, reply } = await asks(viewer, 'delete all contacts without an email');
    await talker.close();
    expect(approval).toBeUndefined();
    expect(reply.text).toContain('Your role (viewer) may not delete contacts');
  });

  it('ask for the deletion of many, or of what is somebody else’s, has it approved by an admin', async ({
    db,
    home,
    count,
    asks,
  }) => {
    const mo = await home.member('Mo Novak');
    await aContact(db.crm, home.scope, { name: 'Of Sam', ownerId: home.scope.actor.id });
    const others = await asks(mo, 'Delete Of Sam');
    expect(others.approval?.awaits).toBe('an admin (Sam Rivera)');
    const id = String(others.approval?.approvalId);
    await expect(others.talker.decide(id, 'approve')).rejects.toThrow(/takes the approval of an admin/);
    await others.talker.decide(id, 'reject');
    await others.talker.close();

    for (let i = 0; i < 12; i++) await aContact(db.crm, home.scope, { name: `Person ${i}` });
    const many = await asks(mo, 'delete all contacts without an email');
    expect(many.approval?.awaits).toBe('an admin (Sam Rivera)');
    for await (const _ of await many.talker.service.resumeTurn({
      conversationId: many.talker.conversationId,
      scope: home.scope,
      decision: { approvalId: String(many.approval?.approvalId), decision: 'approve' },
      key: 'k',
    }));
    await many.talker.close();
    expect(await count()).toBe(1);
  });

  it('is what the workspace says', async ({ db, home, count, asks }) => {
    const approvals = { bulkDeletion: 'asker' as const, othersRecords: 'asker' as const };
    await db.crm.records(Workspace).update(home.scope, home.workspaceId, { approvals });
    const mo = await home.member('Mo Novak');
    for (let i = 0; i < 12; i++)
      await aContact(db.crm, home.scope, { name: `Person ${i}`, ownerId: home.scope.actor.id });
    const { talker, approval } = await asks(mo, 'delete all contacts without an email');
    expect(approval?.awaits).toBeUndefined();
    await talker.decide(String(approval?.approvalId), 'approve');
    await talker.close();
    expect(await count()).toBe(1);
  });

  it('counts as many, and types a number, from where the workspace says', async ({ db, home, asks }) => {
    const approvals = { bulkDeletion: 'admin' as const, manyAbove: 1, typedAbove: 1 };
    await db.crm.records(Workspace).update(home.scope, home.workspaceId, { approvals });
    const { talker, approval } = await asks(
      await home.member('Mo Novak'),
      'delete all contacts without an email',
    );
    await talker.close();
    expect(approval).toMatchObject({ typedCount: 2, awaits: 'an admin (Sam Rivera)' });
  });
});
