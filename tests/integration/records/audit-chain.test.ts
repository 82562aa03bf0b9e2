import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { auditChainOf } from '@clianta/crm-core/entity/audit-chain';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { verifyAudit } from '@clianta/crm-core/tracking/user-action/verify-audit';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, openTestCrm } from '../../support/test-crm.ts';

const it = crmTest
  .extend('log', ({ db }) => db.crm.store.model('userAction').collection as never as Log)
  .extend(
    'verify',
    ({ db, home }) =>
      (options = {}) =>
        verifyAudit(db.crm, home.workspaceId, options),
  )
  /** Another process on the same database. */
  .extend('process', ({ db: _ }, { onCleanup }) => async () => {
    const { crm, close } = await openTestCrm();
    onCleanup(close);
    return crm;
  })
  /** The ids of the entries in their order. */
  .extend('entries', ({ log, home }) => async () => {
    const { workspaceId } = home;
    return (await log.find({ workspaceId }).sort({ seq: 1 }).toArray()).map(({ _id }) => _id);
  });

interface Log {
  find(filter: object): { sort(by: object): { toArray(): Promise<Array<{ _id: string }>> } };
  findOne(filter: object): Promise<Record<string, unknown> | null>;
  updateOne(filter: object, update: object): Promise<unknown>;
  updateMany(filter: object, update: object): Promise<unknown>;
  insertOne(document: object): Promise<unknown>;
  deleteOne(filter: object): Promise<unknown>;
}

describe('the chain of the audit log', () => {
  it('is intact after all kinds of writes and their undo, whatever values they had', async ({
    db,
    home,
    verify,
    entries,
  }) => {
    const contacts = db.crm.records(Contact);
    const groupId = newId();
    const scope = { ...home.scope, groupId };
    const ada = await aContact(db.crm, { ...home.scope, groupId: newId() });
    await contacts.update(scope, ada.id, { phone: null, tags: ['a', 'b'], customFields: {} } as never);
    await contacts.createMany(home.scope, [
      { id: newId(), input: { name: 'Bo "Ö" Lind' } },
      { id: newId(), input: { name: 'Cy\u2028X', otherEmails: [] } },
    ]);
    await contacts.delete(scope, ada.id);
    await undoGroup(db.crm, { ...home.scope }, groupId);
    const { isIntact, fault, checked, head } = await verify();
    expect({ isIntact, fault }).toEqual({ isIntact: true, fault: undefined });
    expect(checked).toBe((await entries()).length);
    expect(head.seq).toBe(checked);
  });

  it('holds each entry once when many write at the same time, in two processes', async ({
    db,
    home,
    verify,
    process,
  }) => {
    const other = await process();
    const { checked } = await verify();
    const writers = Array.from({ length: 40 }, (_, i) => aContact(i % 2 ? other : db.crm, home.scope));
    await Promise.all(writers);
    expect(await verify()).toMatchObject({
      isIntact: true,
      checked: checked + 40,
      head: { seq: checked + 40 },
    });
  });

  it('names the first entry that was changed, and one that was tied to another', async ({
    db,
    home,
    log,
    verify,
    entries,
  }) => {
    for (const name of ['Ada', 'Bo', 'Cy']) await aContact(db.crm, home.scope, { name });
    const [_id = '', next = ''] = (await entries()).slice(-2);
    const { seal } = (await log.findOne({ _id: next })) as { seal: object };
    await log.updateOne({ _id: next }, { $set: { 'seal.previous': 'f'.repeat(64) } });
    expect((await verify()).fault).toMatchObject({ kind: 'relinked', entryId: next });
    await log.updateOne({ _id }, { $set: { 'after.name': 'Eve' } });
    const { isIntact, fault } = await verify();
    expect(isIntact).toBe(false);
    expect(fault).toMatchObject({ kind: 'changed', entryId: _id });
    expect(fault?.text).toMatch(/^Entry \d+ \(Bo, created on \d{4}-\d\d-\d\d\) does not say any more/);
    await log.updateOne({ _id }, { $set: { 'after.name': 'Bo' } });
    await log.updateOne({ _id: next }, { $set: { seal } });
    // whether an entry was undone is said later than the entry itself
    await log.updateOne({ _id }, { $set: { undoneAt: new Date(), undoneBy: 'x' } });
    expect((await verify()).isIntact).toBe(true);
  });

  it('names entries that are missing, in the middle and at the end, and ones that were added', async ({
    db,
    home,
    log,
    verify,
    entries,
    process,
  }) => {
    for (const name of ['Ada', 'Bo', 'Cy']) await aContact(db.crm, home.scope, { name });
    await log.insertOne({
      ...(await log.findOne({ _id: (await entries())[0] })),
      _id: newId(),
      seq: undefined,
    });
    await log.updateMany({ workspaceId: home.workspaceId, seq: null }, { $unset: { seq: '' } });
    expect((await verify()).fault).toMatchObject({ kind: 'added' });
    const all = await entries();
    await log.deleteOne({ _id: all[0] });
    const [last = '', middle = ''] = [all.at(-1), all.at(-2)];
    // a process that begins now does not go on as if nothing had been there
    const { seq: end } = (await log.findOne({ _id: last })) as { seq: number };
    await expect
      .poll(
        () => db.database.connection.collection('auditHeads').findOne({ _id: home.workspaceId as never }),
        {
          timeout: 10_000,
        },
      )
      .toMatchObject({ seq: end });
    await log.deleteOne({ _id: last });
    expect((await verify()).fault).toMatchObject({
      kind: 'missing',
      seq: end,
      text: `Entry ${end} is missing.`,
    });
    await aContact(await process(), home.scope);
    expect((await verify()).fault).toMatchObject({ kind: 'missing', seq: end });
    await log.deleteOne({ _id: middle });
    expect((await verify()).fault?.text).toBe(`2 entries are missing, from ${end - 1} to ${end}.`);
  });

  it('is begun by the entries of earlier versions, and gone through in parts', async ({
    db,
    home,
    log,
    verify,
    entries,
    process,
  }) => {
    for (let i = 0; i < 6; i++) await aContact(db.crm, home.scope);
    const { workspaceId } = home;
    const count = (await entries()).length;
    await auditChainOf(db.crm.store).forget(workspaceId);
    await log.updateMany({ workspaceId }, { $unset: { seq: '', seal: '' } });
    const chain = auditChainOf((await process()).store);
    const sealed = await Promise.all([
      chain.sealStored(workspaceId),
      auditChainOf(db.crm.store).sealStored(workspaceId),
    ]);
    expect(sealed[0] + sealed[1]).toBe(count);
    await aContact(db.crm, home.scope);
    const first = await verify({ limit: 4 });
    expect(first).toMatchObject({ isIntact: true, checked: 4, next: 5 });
    expect(await verify({ from: first.next })).toMatchObject({ isIntact: true, checked: count + 1 - 4 });
  });
});
