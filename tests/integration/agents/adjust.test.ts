import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-23T09:00:00Z') })
  .extend(
    'amounts',
    ({ db, home }) =>
      async () =>
        (await db.crm.records(Opportunity).find(home.scope, { sort: 'title', limit: 50 })).records.map(
          (deal) => deal.amountMinor,
        ),
  );

describe('a relative change', () => {
  it('of one deal says what it has come to, and is undone', async ({ db, home, sam, amounts }) => {
    await aDeal(db.crm, home.scope, { title: 'Litware pilot', amountMinor: 1_000_000 });
    const result = await sam.say('raise the amount of the Litware pilot by 10%');
    expect(result.reply.text).toBe('Updated **Litware pilot**: amount is now $11,000.');
    await sam.say('undo that');
    expect(await amounts()).toEqual([1_000_000]);
  });

  it('moves a date by days of the calendar, over the change of the clocks', async ({ db, home, sam }) => {
    const expectedCloseAt = '2027-03-21';
    const { id } = await aDeal(db.crm, home.scope, { title: 'Litware pilot', expectedCloseAt });
    const result = await sam.say('push the close date of the Litware pilot by two weeks');
    expect(result.reply.text).toContain('expected close is now Sun 4 Apr 2027');
    const deal = await db.crm.records(Opportunity).get(home.scope, id);
    expect(deal.expectedCloseAt).toBe('2027-04-04');
  });

  it('of many is proposed in words and worked out for each; what has no value is left alone', async ({
    db,
    home,
    sam,
    amounts,
  }) => {
    for (let i = 0; i < 11; i++)
      await aDeal(db.crm, home.scope, {
        title: `Deal ${String(i).padStart(2, '0')}`,
        amountMinor: (i + 1) * 1000,
      });
    await aDeal(db.crm, home.scope, { title: 'Without' });
    const asked = await sam.say('raise the amount of all deals by 10%');
    expect(asked.approval).toMatchObject({
      title: 'Raise the amount of 12 deals by 10%',
      changes: [{ label: 'Amount', to: '10% more' }],
    });
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.changes).toHaveLength(11);
    expect((await amounts()).slice(0, 3)).toEqual([1100, 2200, 3300]);
  });

  it('below zero is refused, and so is one of a date that is not there', async ({ db, home, sam }) => {
    await aDeal(db.crm, home.scope, { title: 'Litware pilot', amountMinor: 1_000_00 });
    const refused = await sam.say('lower the amount of the Litware pilot by 5k');
    expect(refused.changes).toEqual([]);
    expect(refused.reply.text).toBe('That would make the amount less than nothing.');
    const dateless = await sam.say('push the close date of the Litware pilot by a week');
    expect(dateless.changes).toEqual([]);
    expect(dateless.reply.text).toContain('has no expected close');
  });

  it('of a task moves its reminder along', async ({ db, home, sam }) => {
    await sam.say('remind me to call Ada tomorrow at 10');
    await sam.say('postpone all my tasks by two days');
    const [task] = (await db.crm.records(Task).find(home.scope)).records;
    expect(task?.dueAt?.toISOString()).toBe('2026-11-26T09:00:00.000Z');
    expect(task?.remindAt?.toISOString()).toBe('2026-11-26T09:00:00.000Z');
  });
});
