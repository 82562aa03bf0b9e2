import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { minorDigits } from '@clianta/crm-core/entity/money';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('deals', ({ db }) => db.crm.records(Opportunity))
  .extend(
    'titles',
    ({ home, deals }) =>
      async (options: { where?: Condition[]; sort?: string }) =>
        (await deals.find(home.scope, { sort: 'title', ...options })).records.map(({ title }) => title),
  )
  /** A yen is 0.7 cents, a dinar $3.25; there is none of the euro. */
  .extend(
    'withRates',
    ({ db, home }) =>
      () =>
        db.crm.records(Workspace).update(home.scope, home.workspaceId, {
          rates: [
            { currency: 'JPY', rate: 0.007, at: '2026-11-20' },
            { currency: 'KWD', rate: 3.25, at: '2026-11-20' },
          ],
        }),
  );

it.beforeEach(async ({ db, home }) => {
  // $30,000, ¥2,000,000, 9,000 dinars, €1
  await aDeal(db.crm, home.scope, { title: 'Dollars', amountMinor: 3_000_000 });
  await aDeal(db.crm, home.scope, { title: 'Yen', amountMinor: 2_000_000, currency: 'JPY' });
  await aDeal(db.crm, home.scope, { title: 'Dinars', amountMinor: 9_000_000, currency: 'KWD' });
  await aDeal(db.crm, home.scope, { title: 'Euro', amountMinor: 100, currency: 'EUR' });
});

const over = (minor: number, ...beside: Condition[]) => ({
  where: [{ field: 'amountMinor', op: 'gt' as const, value: minor }, ...beside],
});

it('currencies have as many decimals as ISO 4217 says', () => {
  expect(['USD', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3]);
});

describe('amounts in several currencies', () => {
  it('are compared within the currency of the workspace, or the one that is named', async ({
    home,
    deals,
    titles,
  }) => {
    expect(await titles(over(1_000_000))).toEqual(['Dollars']);
    const yen = { field: 'currency', op: 'eq' as const, value: 'JPY' };
    expect(await titles(over(1_999_999, yen))).toEqual(['Yen']);
    expect(await deals.notCompared(home.scope)).toEqual([
      { currency: 'EUR', count: 1 },
      { currency: 'JPY', count: 1 },
      { currency: 'KWD', count: 1 },
    ]);
  });

  it('are compared by the rates that the workspace has', async ({ home, deals, titles, withRates }) => {
    await withRates();
    // $30,000, $14,000, $29,250
    expect(await titles(over(1_399_999))).toEqual(['Dinars', 'Dollars', 'Yen']);
    expect(await titles(over(1_400_000))).toEqual(['Dinars', 'Dollars']);
    expect(await titles(over(2_999_999))).toEqual(['Dollars']);
    expect(await deals.notCompared(home.scope)).toEqual([{ currency: 'EUR', count: 1 }]);
  });

  it('are sorted so too, page by page; what has no rate is with what has no amount', async ({
    db,
    home,
    deals,
    withRates,
  }) => {
    await withRates();
    await aDeal(db.crm, home.scope, { title: 'None' });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await deals.find(home.scope, {
        sort: '-amountMinor',
        limit: 1,
        ...(cursor && { cursor }),
      });
      found.push(...page.records.map(({ title }) => title));
      expect(page.records[0]).not.toHaveProperty('amountInOwnCurrency');
      cursor = page.nextCursor;
    } while (cursor);
    expect(found.slice(0, 3)).toEqual(['Dollars', 'Dinars', 'Yen']);
    expect(found.slice(3).sort()).toEqual(['Euro', 'None']);
  });

  it('rank their groups by what they come to', async ({ home, deals, withRates }) => {
    await withRates();
    const { groups } = await deals.totals(home.scope, {
      groupBy: ['title'],
      of: ['amountMinor'],
      order: '-sum',
    });
    expect(groups.map(({ key }) => key.title)).toEqual(['Dollars', 'Dinars', 'Yen', 'Euro']);
  });

  it('are answered for in words: what was converted, and what was left out', async ({
    db,
    home,
    withRates,
  }) => {
    const sam = await aTalker(db, home.scope);
    const without = await sam.say('Show me deals over 20k');
    expect(without.reply.text).toContain(
      '3 deals in EUR, JPY and KWD were not compared: there is no rate to USD.',
    );
    await withRates();
    const rated = await sam.say('Show me deals over 20k');
    expect(rated.reply.text).toContain('I found 2 deals');
    expect(rated.reply.text).toContain(
      'compared in USD, at the workspace’s rates. 1 deal in EUR was not compared',
    );
    const highest = await sam.say('Which deal has the highest amount?');
    expect(highest.reply.text).toContain('**Dollars** has the highest amount of 4 deals: $30,000.');
    expect(highest.reply.text).toContain('1 deal in EUR was not compared');
    await sam.close();
  });

  it('set by hand are in the currency of the record', async ({ db, home }) => {
    const sam = await aTalker(db, home.scope);
    const { reply } = await sam.say('Set the amount of the Yen deal to 5000');
    await sam.close();
    expect(reply.text).toContain('amount is now ¥5,000');
  });
});

it('a workspace has one rate of a currency that there is', async ({ db, home }) => {
  const set = (...rates: Array<{ currency: string; rate: number }>) =>
    db.crm.records(Workspace).update(home.scope, home.workspaceId, {
      rates: rates.map((rate) => ({ ...rate, at: '2026-11-20' })),
    });
  await expect(set({ currency: 'ABC', rate: 1 })).rejects.toThrow(/currency/);
  await expect(set({ currency: 'JPY', rate: 0 })).rejects.toThrow(/rate/);
  await expect(set({ currency: 'JPY', rate: 1 }, { currency: 'jpy', rate: 2 })).rejects.toThrow(/twice/);
});
