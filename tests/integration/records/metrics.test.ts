import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { activities } from '@clianta/crm-core/intelligence/metrics/definitions/activities';
import { cycleDays } from '@clianta/crm-core/intelligence/metrics/definitions/cycle-days';
import { weightedValue } from '@clianta/crm-core/intelligence/metrics/definitions/weighted-value';
import { winRate } from '@clianta/crm-core/intelligence/metrics/definitions/win-rate';
import { comparableFigure, mergedFigure } from '@clianta/crm-core/intelligence/metrics/figure';
import { metrics } from '@clianta/crm-core/intelligence/metrics/metrics';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aDeal } from '../../support/test-crm.ts';

let now = new Date('2026-11-20T08:30:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = new Date('2026-11-20T08:30:00Z');
});
const at = (iso: string) => {
  now = new Date(iso);
};

describe('metrics', () => {
  it('weighs each deal and rounds it once', async ({ db, home }) => {
    for (const _ of [1, 2])
      await aDeal(db.crm, home.scope, { amountMinor: 123_450, currency: 'USD', probability: 0.25 });
    const { all } = await readMetric(db.crm, home.scope, weightedValue, {});
    expect(all.amounts).toEqual([{ amountMinor: 61_726, currency: 'USD', count: 2 }]);
  });

  it('win rate and days of a cycle are those of the deals closed in the period', async ({ db, home }) => {
    const deals = db.crm.records(Opportunity);
    const close = async (made: string, closed: string, status: 'won' | 'lost') => {
      at(made);
      const deal = await aDeal(db.crm, home.scope, { amountMinor: 1_000 });
      at(closed);
      await deals.update(home.scope, deal.id, { status, ...(status === 'lost' && { lossReason: 'Price' }) });
    };
    await close('2026-09-01T00:00:00Z', '2026-09-11T00:00:00Z', 'won');
    await close('2026-10-01T00:00:00Z', '2026-10-05T00:00:00Z', 'won');
    await close('2026-10-01T00:00:00Z', '2026-10-05T12:00:00Z', 'lost');
    const october = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-11-01T00:00:00Z') };
    expect((await readMetric(db.crm, home.scope, winRate, { span: october })).all.value).toBe(0.5);
    expect((await readMetric(db.crm, home.scope, cycleDays, { span: october })).all.value).toBe(4);
    expect((await readMetric(db.crm, home.scope, cycleDays, {})).all.value).toBe(7);
    const { groups } = await readMetric(db.crm, home.scope, winRate, {
      groupBy: [{ field: 'closedAt', per: 'month' }],
    });
    expect(groups.map(({ key, figure }) => [key.closedAt, figure.value])).toEqual([
      ['2026-09', 1],
      ['2026-10', 0.5],
    ]);
  });

  it('are the same in groups as in all, also by a field of a company beside a period', async ({
    db,
    home,
  }) => {
    const norway = await aCompany(db.crm, home.scope, { name: 'Fjord', country: 'Norway' });
    const peru = await aCompany(db.crm, home.scope, { name: 'Andes', country: 'Peru' });
    for (const [index, company] of [norway, peru, norway].entries()) {
      await aDeal(db.crm, home.scope, {
        companyId: company.id,
        amountMinor: 1_000 * (index + 1),
        status: index === 1 ? 'lost' : 'won',
        currency: index === 2 ? 'EUR' : 'USD',
      });
    }
    await aDeal(db.crm, home.scope, { amountMinor: 700, expectedCloseAt: '2026-12-01' });
    const money = await db.crm.moneyOf(home.workspaceId);
    for (const metric of metrics.filter(({ entity }) => entity === 'opportunity')) {
      const { groups, all } = await readMetric(db.crm, home.scope, metric, {
        groupBy: ['companyId.country', { field: 'createdAt', per: 'month' }],
      });
      const merged = mergedFigure(
        metric,
        groups.map(({ figure }) => figure),
      );
      expect(merged.count, metric.name).toBe(all.count);
      expect(comparableFigure(metric, merged, money), metric.name).toBeCloseTo(
        comparableFigure(metric, all, money),
      );
    }
    const { groups } = await readMetric(db.crm, home.scope, winRate, {
      groupBy: ['companyId.country', { field: 'closedAt', per: 'month' }],
    });
    expect(groups).toContainEqual({
      key: { 'companyId.country': 'Norway', closedAt: '2026-11' },
      figure: { count: 2, value: 1, amounts: [] },
    });
  });

  it('count what people did, not what the system wrote down', async ({ db, home }) => {
    for (const type of ['call', 'change'] as const)
      await db.crm.records(Activity).create(home.scope, { type, subject: type, at: now });
    expect((await readMetric(db.crm, home.scope, activities, {})).all.value).toBe(1);
  });

  it('cannot be grouped by fields of two other records', async ({ db, home }) => {
    await expect(
      readMetric(db.crm, home.scope, winRate, { groupBy: ['companyId.country', 'companyId.industry'] }),
    ).rejects.toThrow(InvalidError);
  });
});
