import { AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { bulkChange, dryRun } from '@clianta/crm-core/entity/bulk';
import { newId } from '@clianta/crm-core/entity/ids';
import { operation } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { ForbiddenError, NotFoundError } from '@clianta/crm-core/errors';
import { describe, expect, vi } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest.extend(
  'kept',
  ({ db, home }) =>
    async (key: string, value: unknown) =>
      (await aContact(db.crm, home.scope, { customFields: { [key]: value } })).customFields?.[key],
);

describe('bulk changes and undo', () => {
  it('count and sample before they write, change only the approved records, and are undone as one', async ({
    db,
    home,
  }) => {
    for (let i = 0; i < 12; i++) await aContact(db.crm, home.scope, { name: `Person ${i}`, city: 'Oslo' });
    const service = db.crm.records(Contact);
    const filter = { where: [{ field: 'city', op: 'eq' as const, value: 'Oslo' }] };
    const dry = await dryRun(service, home.scope, filter);
    expect(dry.count).toBe(12);
    expect(dry.sample).toHaveLength(5);
    const ids = (await service.find(home.scope, { ...filter, limit: 10 })).records.map((record) => record.id);
    const groupId = newId();
    const result = await bulkChange(service, { ...home.scope, groupId }, filter, { kind: 'delete' }, { ids });
    expect(result.changed).toHaveLength(10);
    expect(await service.count(home.scope)).toBe(2);
    const undone = await undoGroup(db.crm, home.scope, groupId);
    expect(undone.reverted).toHaveLength(10);
    expect(await service.count(home.scope)).toBe(12);
  });

  it('raise each record from what it has, once, through a write of somebody else and a repetition', async ({
    db,
    home,
  }) => {
    const deal = await aDeal(db.crm, home.scope, { title: 'Pilot', amountMinor: 1000 });
    const service = db.crm.records(Opportunity);
    let isFirst = true;
    const run = () => {
      const scope = { ...home.scope, operation: operation('raise') };
      const patchOf = (record: { amountMinor?: number | undefined }) => ({
        amountMinor: 2 * Number(record.amountMinor),
      });
      const update = service.update.bind(service);
      const raced = vi.spyOn(service, 'update').mockImplementation(async (...args) => {
        if (isFirst) await update(home.scope, deal.id, { amountMinor: 1500 });
        isFirst = false;
        return update(...args);
      });
      return bulkChange(service, scope, {}, { kind: 'updateEach', patchOf }).finally(() =>
        raced.mockRestore(),
      );
    };
    expect((await run()).changed).toEqual([deal.id]);
    // the same operation again tells what it has done
    expect((await run()).changed).toEqual([deal.id]);
    expect((await service.get(home.scope, deal.id)).amountMinor).toBe(3000);
  });

  it('report a record that refuses, and change the others', async ({ db, home }) => {
    await aContact(db.crm, home.scope, { name: 'Bo', email: 'same@x.example', city: 'Oslo' });
    await aContact(db.crm, home.scope, { name: 'Cy', city: 'Oslo' });
    await aContact(db.crm, home.scope, { name: 'Di', city: 'Oslo' });
    const filter = { where: [{ field: 'name', op: 'in' as const, value: ['Cy', 'Di'] }] };
    const result = await bulkChange(db.crm.records(Contact), home.scope, filter, {
      kind: 'update',
      patch: { email: 'same@x.example' },
    });
    expect(result.failed).toHaveLength(2);
    expect(result.failed[0]?.message).toContain('already');
  });

  it('undo only what is unchanged since, and say what was kept', async ({ db, home }) => {
    const scope = { ...home.scope, groupId: newId() };
    const first = await aContact(db.crm, home.scope, { name: 'First' });
    const second = await aContact(db.crm, home.scope, { name: 'Second' });
    for (const contact of [first, second])
      await db.crm.records(Contact).update(scope, contact.id, { city: 'Oslo' });
    await db.crm.records(Contact).update(home.scope, second.id, { city: 'Bergen' });
    const result = await undoGroup(db.crm, home.scope, scope.groupId);
    expect(result.reverted.map((one) => one.title)).toEqual(['First']);
    expect(result.kept).toMatchObject([{ title: 'Second', reason: 'it was changed since' }]);
    expect((await db.crm.records(Contact).get(home.scope, first.id)).city).toBeUndefined();
    expect((await db.crm.records(Contact).get(home.scope, second.id)).city).toBe('Bergen');
  });

  it('undo several writes to one record of a group, down to before it existed, and undo the undo', async ({
    db,
    home,
  }) => {
    const scope = { ...home.scope, groupId: newId() };
    const contact = await aContact(db.crm, scope);
    await db.crm.records(Contact).update(scope, contact.id, { city: 'Oslo' });
    await db.crm.records(Contact).update(scope, contact.id, { city: 'Bergen' });
    const undone = await undoGroup(db.crm, home.scope, scope.groupId);
    expect(undone.kept).toEqual([]);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
    const redone = await undoGroup(db.crm, home.scope, undone.groupId);
    expect(redone.kept).toEqual([]);
    expect((await db.crm.records(Contact).get(home.scope, contact.id)).city).toBe('Bergen');
  });

  it("leave someone else's work alone unless an admin undoes it", async ({ db, home }) => {
    const member = await home.member('Mo Novak');
    const groupId = newId();
    await db.crm.records(AIMemory).create(
      { ...home.scope, groupId },
      {
        fact: 'x y',
        subjectEntity: 'workspace',
        subjectId: home.workspaceId,
        subjectTitle: 'us',
        source: 'test',
      },
    );
    await expect(undoGroup(db.crm, member, groupId)).rejects.toThrow(ForbiddenError);
    expect((await undoGroup(db.crm, home.scope, groupId)).reverted).toHaveLength(1);
  });

  it('undo takes a field of the workspace away again that the change had added', async ({ db, home }) => {
    for (const key of ['seats', 'floors'])
      await db.crm
        .records(CustomFieldDefinition)
        .create(home.scope, { entity: 'contact', key, label: key, type: 'number' });
    const contacts = db.crm.records(Contact);
    for (const customFields of [undefined, { floors: 2 }]) {
      const contact = await aContact(db.crm, home.scope, customFields ? { customFields } : {});
      const groupId = newId();
      await contacts.update({ ...home.scope, groupId }, contact.id, { customFields: { seats: 5 } });
      const undone = await undoGroup(db.crm, home.scope, groupId);
      expect(undone).toMatchObject({ reverted: [{ id: contact.id }], kept: [] });
      expect((await contacts.get(home.scope, contact.id)).customFields).toEqual(customFields);
    }
  });

  it('undo brings a deal back to exactly what it was, with what followed from the change', async ({
    db,
    home,
  }) => {
    const stages = (await db.crm.records(Pipeline).find(home.scope)).records[0]?.stages ?? [];
    const stageId = (kind: string) => stages.find((stage) => stage.kind === kind)?.id;
    const deals = db.crm.records(Opportunity);
    const deal = await aDeal(db.crm, home.scope, { probability: 0.77, stageId: stages[1]?.id });
    const stateOf = async () => {
      const { version: _v, updatedAt: _u, ...state } = await deals.get(home.scope, deal.id);
      return state;
    };
    const check = async (patch: Parameters<typeof deals.update>[2]) => {
      const before = await stateOf();
      const groupId = newId();
      await deals.update({ ...home.scope, groupId }, deal.id, patch);
      expect(await stateOf()).not.toEqual(before);
      expect(await undoGroup(db.crm, home.scope, groupId)).toMatchObject({ kept: [] });
      expect(await stateOf()).toEqual(before);
    };
    await check({ stageId: stageId('won') });
    await check({ status: 'lost', lossReason: 'price' });
    await check({ stageId: stages[3]?.id });
    await check({ amountMinor: 500, expectedCloseAt: '2026-03-31', tags: ['big'] });
    await deals.update(home.scope, deal.id, { status: 'won' });
    await check({ stageId: stages[2]?.id });
  });

  it('undo of a deletion says whose unique value stands in the way', async ({ db, home }) => {
    const contact = await aContact(db.crm, home.scope, { name: 'First', email: 'same@x.example' });
    const groupId = newId();
    await db.crm.records(Contact).delete({ ...home.scope, groupId }, contact.id);
    await aContact(db.crm, home.scope, { name: 'Second', email: 'same@x.example' });
    const undone = await undoGroup(db.crm, home.scope, groupId);
    expect(undone.kept).toMatchObject([{ id: contact.id, reason: expect.stringMatching(/Second/) }]);
  });

  it('undo of a restoration puts the record back into the trash', async ({ db, home }) => {
    const contact = await aContact(db.crm, home.scope);
    await db.crm.records(Contact).delete(home.scope, contact.id);
    const groupId = newId();
    await db.crm.records(Contact).restore({ ...home.scope, groupId }, contact.id);
    expect(await undoGroup(db.crm, home.scope, groupId)).toMatchObject({ reverted: [{ id: contact.id }] });
    await expect(db.crm.records(Contact).get(home.scope, contact.id)).rejects.toThrow(NotFoundError);
  });
});
