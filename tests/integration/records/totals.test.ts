import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, aDeal, aWorkspace } from '../../support/test-crm.ts';

const it = crmTest
  .extend('homeOptions', { scope: 'file' }, { timeZone: 'America/New_York' })
  .extend('deals', ({ db }) => db.crm.records(Opportunity));

describe('totals', () => {
  it('counts deals per stage, with sum, average, least, most and weighted sum for each currency', async ({
    db,
    home,
    deals,
  }) => {
    const pipeline = await db.crm.records(Pipeline).findOne(home.scope, { isDefault: true });
    const [first, second] = pipeline?.stages.map((stage) => stage.id) ?? [];
    const at = (stageId: string | undefined, amountMinor?: number, currency?: string) =>
      aDeal(db.crm, home.scope, { stageId, amountMinor, currency });
    await at(first, 1_000);
    await at(first, 3_000, 'USD');
    await at(first, 500, 'EUR');
    await at(first);
    await at(second, 7_000);
    const { groups, all, isComplete } = await deals.totals(home.scope, {
      where: [{ field: 'status', op: 'eq', value: 'open' }],
      groupBy: ['stageId'],
      of: ['amountMinor'],
      weightBy: 'probability',
    });
    expect(isComplete).toBe(true);
    expect(groups).toHaveLength(2);
    expect(groups[0]).toMatchObject({ key: { stageId: first }, count: 4 });
    const dollars = { field: 'amountMinor', currency: 'USD', count: 2, sum: 4_000, average: 2_000 };
    const euros = { field: 'amountMinor', currency: 'EUR', count: 1, sum: 500, average: 500 };
    expect(groups[0]?.totals.toSorted((a, b) => b.sum - a.sum)).toEqual([
      { ...dollars, min: 1_000, max: 3_000, weightedSum: 800 },
      { ...euros, min: 500, max: 500, weightedSum: 100 },
    ]);
    expect(groups[1]).toMatchObject({ key: { stageId: second }, count: 1, totals: [{ weightedSum: 2_800 }] });
    expect(all.count).toBe(5);
    expect(all.totals.find((total) => total.currency === 'USD')?.sum).toBe(11_000);
  });

  it('puts a date into the day, week, month, quarter and year that the clock of the workspace shows', async ({
    db,
    home,
  }) => {
    const talk = (iso: string) => aContact(db.crm, home.scope, { lastContactedAt: new Date(iso) });
    // New York: still 31 March, and before and after the clocks go forward on 8 March 2026
    await talk('2026-04-01T03:59:00Z');
    await talk('2026-04-01T04:00:00Z');
    await talk('2026-03-01T04:59:00Z');
    await talk('2026-03-01T05:00:00Z');
    await talk('2027-01-01T04:30:00Z');
    await aContact(db.crm, home.scope);
    const by = async (per: 'day' | 'week' | 'month' | 'quarter' | 'year') =>
      (
        await db.crm.records(Contact).totals(home.scope, { groupBy: [{ field: 'lastContactedAt', per }] })
      ).groups.map(({ key, count }) => [key.lastContactedAt, count]);
    expect(await by('month')).toEqual([
      ['2026-02', 1],
      ['2026-03', 2],
      ['2026-04', 1],
      ['2026-12', 1],
      [null, 1],
    ]);
    expect((await by('day')).map(([day]) => day)).toEqual([
      '2026-02-28',
      '2026-03-01',
      '2026-03-31',
      '2026-04-01',
      '2026-12-31',
      null,
    ]);
    expect(await by('quarter')).toEqual([
      ['2026-Q1', 3],
      ['2026-Q2', 1],
      ['2026-Q4', 1],
      [null, 1],
    ]);
    expect(await by('week')).toEqual([
      ['2026-W09', 2],
      ['2026-W14', 2],
      ['2026-W53', 1],
      [null, 1],
    ]);
    expect(await by('year')).toEqual([
      ['2026', 5],
      [null, 1],
    ]);
  });

  it('groups by several fields, by items of a list and by own fields, and counts each record once in all', async ({
    db,
    home,
  }) => {
    await db.crm
      .records(CustomFieldDefinition)
      .create(home.scope, { entity: 'contact', key: 'seats', label: 'Seats', type: 'number' });
    await aContact(db.crm, home.scope, { tags: ['vip', 'fair'], leadScore: 40, customFields: { seats: 3 } });
    await aContact(db.crm, home.scope, { tags: ['vip'], leadScore: 60, status: 'qualified' });
    await aContact(db.crm, home.scope);
    const tags = await db.crm.records(Contact).totals(home.scope, {
      groupBy: ['tags', 'status'],
      of: ['leadScore', 'customFields.seats'],
    });
    expect(
      Object.fromEntries(tags.groups.map(({ key, count }) => [`${key.tags} ${key.status}`, count])),
    ).toEqual({ 'vip new': 1, 'fair new': 1, 'vip qualified': 1, 'null new': 1 });
    expect(tags.all).toEqual({
      count: 3,
      totals: [
        { field: 'leadScore', count: 2, sum: 100, average: 50, min: 40, max: 60 },
        { field: 'customFields.seats', count: 1, sum: 3, average: 3, min: 3, max: 3 },
      ],
    });
  });

  it('keeps the fullest groups under a limit, says so, and still totals everything', async ({ db, home }) => {
    for (const city of ['Oslo', 'Oslo', 'Bergen', 'Molde']) await aContact(db.crm, home.scope, { city });
    const { groups, all, isComplete } = await db.crm
      .records(Contact)
      .totals(home.scope, { groupBy: ['city'], limit: 2 });
    expect(groups.map(({ key }) => key.city)).toEqual(['Oslo', 'Bergen']);
    expect(all.count).toBe(4);
    expect(isComplete).toBe(false);
  });

  it('answers with zero where nothing matches, and forgives a typo in the search', async ({ db, home }) => {
    await aContact(db.crm, home.scope, { name: 'Margarethe Quist' });
    const contacts = db.crm.records(Contact);
    expect(await contacts.totals(home.scope, { search: 'nobody', of: ['leadScore'] })).toEqual({
      groups: [],
      all: { count: 0, totals: [] },
      isComplete: true,
    });
    expect((await contacts.totals(home.scope, { search: 'margarete' })).all.count).toBe(1);
  });

  it('leaves out the trash, other workspaces, and what is private to someone else', async ({
    db,
    home,
    deals,
  }) => {
    const other = await aWorkspace(db.crm);
    const gone = await aDeal(db.crm, home.scope, { amountMinor: 1 });
    await deals.delete(home.scope, gone.id);
    await aDeal(db.crm, home.scope, { amountMinor: 2 });
    await aDeal(db.crm, other.scope, { amountMinor: 4 });
    const sum = async (where?: { field: string; op: 'eq'; value: string }) => {
      const { all } = await deals.totals(home.scope, {
        of: ['amountMinor'],
        ...(where && { where: [where] }),
      });
      return all.totals[0]?.sum;
    };
    expect(await sum()).toBe(2);
    expect(
      await sum({ field: 'workspaceId', op: 'eq', value: other.workspaceId }).catch((e) => e),
    ).toBeInstanceOf(InvalidError);
    const colleague = await home.member('Kim Lund');
    for (const { actor } of [home.scope, colleague]) {
      await db.crm.records(Conversation).create(home.system, { userId: actor.id, channel: 'web' });
    }
    expect((await db.crm.records(Conversation).totals(colleague, {})).all.count).toBe(1);
  });

  it('refuses what cannot be grouped or added up, hidden fields, and a role that may not read', async ({
    db,
    home,
    deals,
  }) => {
    const refused = [
      { groupBy: ['expectedCloseAt'] },
      { groupBy: [{ field: 'status', per: 'month' as const }] },
      { groupBy: ['customFields.nothing'] },
      { of: ['title'] },
      { of: ['amountMinor'], weightBy: 'status' },
      { groupBy: ['a', 'b', 'c', 'd'] },
    ];
    for (const request of refused)
      await expect(deals.totals(home.scope, request), JSON.stringify(request)).rejects.toThrow(InvalidError);
    await expect(db.crm.records(User).totals(home.scope, { groupBy: ['passwordHash'] })).rejects.toThrow(
      InvalidError,
    );
    await expect(deals.totals({ ...home.scope, role: 'none' as never }, {})).rejects.toThrow(ForbiddenError);
  });
});
