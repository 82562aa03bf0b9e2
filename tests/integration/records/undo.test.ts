import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { bulkChange } from '@clianta/crm-core/entity/bulk';
import { newId } from '@clianta/crm-core/entity/ids';
import { operation } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { ConflictError } from '@clianta/crm-core/errors';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const it = crmTest
  .extend('contacts', ({ db }) => db.crm.records(Contact))
  .extend(
    'city',
    ({ home, contacts }) =>
      async () =>
        (await contacts.get(home.scope, id)).city,
  )
  .extend('moveTo', ({ home, contacts }) => async (to: string): Promise<string> => {
    const groupId = newId();
    await contacts.update({ ...home.scope, groupId }, id, { city: to });
    return groupId;
  })
  .extend(
    'undo',
    ({ db, home }) =>
      (groupId: string) =>
        undoGroup(db.crm, home.scope, groupId),
  );

let id: string;

it.beforeEach(async ({ db, home }) => {
  id = (await aContact(db.crm, home.scope, { city: 'Oslo' })).id;
});

describe('undo', () => {
  it('twice steps back twice, and an undo of the undo steps forward again', async ({
    city,
    moveTo,
    undo,
  }) => {
    const [first, second] = [await moveTo('Rome'), await moveTo('Kyiv')];
    await undo(second);
    const back = await undo(first);
    expect([back.kept, await city()]).toEqual([[], 'Oslo']);
    await undo(back.groupId);
    expect(await city()).toBe('Rome');
    // it stands again, so it can be undone again
    await undo(first);
    expect(await city()).toBe('Oslo');
  });

  it('leaves what was changed since, also where an undo lies in between', async ({ city, moveTo, undo }) => {
    const [first, second] = [await moveTo('Rome'), await moveTo('Kyiv')];
    await undo(second);
    await moveTo('Lima');
    const { kept, reverted } = await undo(first);
    expect([kept.map(({ reason }) => reason), reverted]).toEqual([['it was changed since'], []]);
    expect(await city()).toBe('Lima');
  });

  it('leaves what stands again after it was undone', async ({ city, moveTo, undo }) => {
    const [first, second] = [await moveTo('Rome'), await moveTo('Kyiv')];
    const { groupId } = await undo(second);
    await undo(groupId);
    expect((await undo(first)).reverted).toEqual([]);
    expect(await city()).toBe('Kyiv');
  });

  it('that was used says so', async ({ moveTo, undo }) => {
    const group = await moveTo('Rome');
    await undo(group);
    await expect(undo(group)).rejects.toThrow(new ConflictError('That was undone already: Ada Quist.'));
  });

  it('by two at the same time is claimed by one for each record', async ({ db, home, contacts, undo }) => {
    for (let i = 0; i < 8; i++) await aContact(db.crm, home.scope, { name: `C${i}` });
    const { groupId } = await bulkChange(contacts, home.scope, {}, { kind: 'delete' });
    const results = await Promise.allSettled([undo(groupId), undo(groupId), undo(groupId)]);
    const claimed = results.flatMap((one) => (one.status === 'fulfilled' ? one.value.reverted : []));
    expect(claimed.map((one) => one.id).sort()).toEqual((await contacts.ids(home.scope)).sort());
  });

  it('broken off goes on as the same operation and tells the whole', async ({ db, home, contacts }) => {
    for (let i = 0; i < 3; i++) await aContact(db.crm, home.scope, { name: `C${i}` });
    const { groupId } = await bulkChange(contacts, home.scope, {}, { kind: 'delete' });
    const turn = newId();
    const scope = () => ({ ...home.scope, groupId: turn, operation: operation(turn) });
    await undoGroup(db.crm, scope(), groupId);
    // as if it had been stopped before it could note the last ones
    const audit = db.crm.store.model('userAction');
    const marked = await audit.find({ undoneBy: turn }).lean();
    const lost = marked.slice(2).map((one) => one._id);
    await audit.updateMany({ _id: { $in: lost } }, { $unset: { undoneAt: 1, undoneBy: 1 } });
    const again = await undoGroup(db.crm, scope(), groupId);
    expect([again.reverted.length, again.kept]).toEqual([4, []]);
    expect(await contacts.count(home.scope)).toBe(4);
  });
});

it('a bulk change that was broken off counts all of it when it goes on', async ({ db, home, contacts }) => {
  for (let i = 0; i < 5; i++) await aContact(db.crm, home.scope, { name: `C${i}` });
  const ids = await contacts.ids(home.scope);
  const turn = newId();
  const scope = () => ({ ...home.scope, groupId: turn, operation: operation(turn) });
  // as far as it came
  await bulkChange(contacts, scope(), {}, { kind: 'delete' }, { ids: ids.slice(0, 4) });
  const result = await bulkChange(contacts, scope(), {}, { kind: 'delete' }, { ids });
  expect(result.changed.sort()).toEqual(ids.sort());
});
