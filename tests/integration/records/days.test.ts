import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { InvalidError } from '@clianta/crm-core/errors';
import { daysOfTheCalendar } from '@clianta/crm-core/migrations/days-of-the-calendar.migration';
import { runMigrations } from '@clianta/crm-core/migrations/run-migrations';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { openOwnDatabase } from '../../support/own-database.ts';
import { aTalker } from '../../support/talker.ts';
import { aCompany, aDeal, aWorkspace } from '../../support/test-crm.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-12-30T23:30:00Z') })
  .extend(
    'moveTo',
    ({ db, home }) =>
      (timeZone: string) =>
        db.crm.records(Workspace).update(home.scope, home.workspaceId, { timeZone }),
  )
  .extend(
    'closing',
    ({ db, home }) =>
      async (...where: Condition[]) =>
        (await db.crm.records(Opportunity).find(home.scope, { where, sort: 'expectedCloseAt' })).records.map(
          ({ title }) => title,
        ),
  );

describe('a day of the calendar', () => {
  it('is the same one after the workspace has moved, in the record and in words', async ({
    db,
    home,
    moveTo,
  }) => {
    await aDeal(db.crm, home.scope, { title: 'Litware pilot', expectedCloseAt: '2026-12-31' });
    await moveTo('America/Los_Angeles');
    const sam = await aTalker(db, home.scope);
    const { reply } = await sam.say('What is the close date of the Litware pilot?');
    await sam.close();
    expect(reply.text).toContain('Thu 31 Dec 2026 (in 1 day)');
  });

  it('takes a day and nothing else', async ({ db, home }) => {
    for (const wrong of ['2026-02-31', '2026-12-31T00:00:00Z', 'soon', new Date()])
      await expect(
        aDeal(db.crm, home.scope, { expectedCloseAt: wrong as string }),
        String(wrong),
      ).rejects.toThrow(InvalidError);
  });

  it('is asked about by day, by instant and by words that depend on the clock of the workspace', async ({
    db,
    home,
    moveTo,
    closing,
  }) => {
    for (const [title, expectedCloseAt] of [
      ['before', '2026-12-30'],
      ['on', '2026-12-31'],
      ['after', '2027-01-01'],
    ])
      await aDeal(db.crm, home.scope, { title: String(title), expectedCloseAt });
    const field = 'expectedCloseAt';
    expect(await closing({ field, op: 'eq', value: 'today' })).toEqual(['on']);
    expect(await closing({ field, op: 'gt', value: '2026-12-31' })).toEqual(['after']);
    // midnight in Berlin
    expect(await closing({ field, op: 'lt', value: '2026-12-30T23:00:00Z' })).toEqual(['before']);
    await moveTo('America/Los_Angeles');
    expect(await closing({ field, op: 'eq', value: 'today' })).toEqual(['before']);
    await expect(closing({ field, op: 'eq', value: 'soon' })).rejects.toThrow(/a day such as/);
  });

  it('is counted in its own period, whatever the clock', async ({ db, home, moveTo }) => {
    for (const expectedCloseAt of ['2026-03-31', '2026-04-01', undefined])
      await aDeal(db.crm, home.scope, expectedCloseAt ? { expectedCloseAt } : {});
    await moveTo('America/Los_Angeles');
    const by = async (per: 'day' | 'week' | 'month' | 'quarter' | 'year') =>
      (
        await db.crm.records(Opportunity).totals(home.scope, { groupBy: [{ field: 'expectedCloseAt', per }] })
      ).groups.map(({ key, count }) => [key.expectedCloseAt, count]);
    expect(await by('day')).toEqual([
      ['2026-03-31', 1],
      ['2026-04-01', 1],
      [null, 1],
    ]);
    expect(await by('week')).toEqual([
      ['2026-W14', 2],
      [null, 1],
    ]);
    expect((await by('month')).map(([month]) => month)).toEqual(['2026-03', '2026-04', null]);
    expect((await by('quarter')).map(([quarter]) => quarter)).toEqual(['2026-Q1', '2026-Q2', null]);
    expect(await by('year')).toEqual([
      ['2026', 2],
      [null, 1],
    ]);
  });
});

describe('what earlier versions stored', () => {
  it('becomes the day that it was on the clock of its workspace, once, with what undo goes back to', async () => {
    const own = await openOwnDatabase();
    const { crm } = own;
    const berlin = await aWorkspace(crm);
    const angeles = await aWorkspace(crm, { timeZone: 'America/Los_Angeles' });
    const deals = crm.store.model(Opportunity).collection;
    const midnight = new Date('2026-12-30T23:00:00Z');
    const scope = { ...berlin.scope, groupId: newId() };
    const [here, there] = [await aDeal(crm, berlin.scope), await aDeal(crm, angeles.scope)];
    await crm.records(Opportunity).update(scope, here.id, { expectedCloseAt: '2027-01-15' });
    await crm.records(CustomFieldDefinition).create(berlin.scope, {
      entity: 'company',
      key: 'contractEnd',
      label: 'Contract end',
      type: 'date',
    });
    const company = await aCompany(crm, berlin.scope);
    await deals.updateOne({ _id: there.id as never }, { $set: { expectedCloseAt: midnight } });
    await crm.store
      .model('userAction')
      .collection.updateOne({ groupId: scope.groupId }, { $set: { 'before.expectedCloseAt': midnight } });
    await crm.store
      .model(Company)
      .collection.updateOne(
        { _id: company.id as never },
        { $set: { customFields: { contractEnd: midnight } } },
      );

    expect(await runMigrations(crm, [daysOfTheCalendar])).toEqual(['days-of-the-calendar']);
    expect(await runMigrations(crm, [daysOfTheCalendar])).toEqual([]);
    expect(await daysOfTheCalendar.run(crm)).toBe(0);
    expect((await crm.records(Opportunity).get(angeles.scope, there.id)).expectedCloseAt).toBe('2026-12-30');
    expect((await crm.records(Company).get(berlin.scope, company.id)).customFields).toEqual({
      contractEnd: '2026-12-31',
    });
    await undoGroup(crm, berlin.scope, scope.groupId);
    expect((await crm.records(Opportunity).get(berlin.scope, here.id)).expectedCloseAt).toBe('2026-12-31');
    await own.close();
  });
});
