import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { DateTime } from 'luxon';
import { describe, expect } from 'vitest';
import { sharedCrmTest } from '../../support/fixtures.ts';
import { aCompany, aDeal } from '../../support/test-crm.ts';

const today = DateTime.fromISO('2026-11-20T09:30', { zone: 'Europe/Berlin' });
let now = today;
const it = sharedCrmTest.extend('crmOptions', { scope: 'file' }, { now: () => now.toJSDate() });

const tablesOf = ({ reply }: TurnResult) =>
  reply.cards.flatMap((card) =>
    card.type === 'table' ? [card.rows.map(({ cells }) => Object.values(cells))] : [],
  );

/** Deals of two reps: open ones, and what was won and lost in the last quarter and in this one. */
it.beforeAll(async ({ db: { crm }, home }) => {
  const lena = await home.member('Lena Schmidt');
  const sam = home.scope.actor.id;
  await crm.records(Workspace).update(home.scope, home.workspaceId, {
    rates: [{ currency: 'EUR', rate: 1.5, at: '2026-11-01' }],
  });
  const deals = crm.records(Opportunity);
  const stages = (await crm.records(Pipeline).findOne(home.scope, { isDefault: true }))?.stages ?? [];
  const stage = (name: string) => stages.find((one) => one.name === name)?.id;
  const retail = await aCompany(crm, home.scope, { name: 'Northwind', industry: 'Retail' });
  const bank = await aCompany(crm, home.scope, { name: 'Contoso', industry: 'Banking' });
  const at = (day: string) => {
    now = DateTime.fromISO(`${day}T12:00`, { zone: 'Europe/Berlin' });
  };
  const made = (title: string, amount: number, more: object = {}) =>
    aDeal(crm, home.scope, {
      title,
      amountMinor: amount * 100_000,
      ownerId: sam,
      companyId: retail.id,
      ...more,
    });
  at('2026-06-01');
  const early = await made('Early', 10);
  const late = await made('Late', 30);
  const price = await made('Price', 20);
  const silent = await made('Silent', 5, { companyId: bank.id });
  const hers = await made('Hers', 40, { ownerId: lena.actor.id, companyId: bank.id });
  await made('Open in euro', 20, { currency: 'EUR', ownerId: lena.actor.id });
  at('2026-06-11');
  await deals.update(home.scope, price.id, { stageId: stage('Discovery') });
  await deals.update(home.scope, silent.id, { stageId: stage('Discovery') });
  at('2026-07-05');
  await deals.update(home.scope, early.id, { status: 'won' });
  at('2026-09-25');
  await deals.update(home.scope, late.id, { status: 'won' });
  await deals.update(home.scope, silent.id, { status: 'lost', lossReason: 'No answer' });
  at('2026-11-02');
  await deals.update(home.scope, hers.id, { status: 'won' });
  await deals.update(home.scope, price.id, { status: 'lost', lossReason: 'Price' });
  at('2026-11-10');
  await made('Open one', 8);
  await made('Open two', 10, { stageId: stage('Discovery') });
  now = today;
});

describe('the open pipeline', () => {
  it('is added up by stage, weighted by probability, with the stages that are empty', async ({ sam }) => {
    const result = await sam.call('sum_pipeline', {});
    expect(result.reply.text).toBe(
      '3 open deals are worth **€20,000 + $18,000**, about $48,000 in all at the workspace’s rates; weighted by probability **€4,000 + $5,600**.',
    );
    expect(tablesOf(result)[0]).toEqual([
      ['Qualified', '2', expect.stringMatching(/€20,000/), expect.stringMatching(/€4,000/)],
      ['Discovery', '1', '$10,000', '$4,000'],
      ['Proposal', '0', '$0', '$0'],
      ['Negotiation', '0', '$0', '$0'],
    ]);
  });

  it('is added up by rep, the greatest first by the rates, and of what a filter chooses', async ({ sam }) => {
    const byRep = await sam.call('sum_pipeline', { groupBy: 'owner' });
    expect(tablesOf(byRep)[0]).toEqual([
      ['Lena Schmidt', '1', '€20,000', '€4,000'],
      ['Sam Rivera', '2', '$18,000', '$5,600'],
    ]);
    const mine = await sam.call('sum_pipeline', { where: [{ field: 'owner', op: 'eq', value: 'me' }] });
    expect(mine.reply.text).toBe(
      '2 open deals are worth **$18,000**; weighted by probability **$5,600**. The most is with Discovery: $10,000 in 1 deal.',
    );
    expect(tablesOf(mine)[0]).toHaveLength(2);
  });
});

describe('losses', () => {
  it('are told by the stage that deals were lost from, by reason and by industry', async ({ sam }) => {
    const result = await sam.call('analyze_losses', {});
    expect(result.reply.text).toMatch(
      /^2 lost deals worth \$25,000\. Most are lost from \*\*Discovery\*\* \(2 and \$25,000\)\. /,
    );
    const [stages, reasons, industries] = tablesOf(result);
    expect(stages).toEqual([['Discovery', '2', '100%', '$25,000']]);
    expect(reasons?.map(([reason, count]) => [reason, count]).toSorted()).toEqual([
      ['No answer', '1'],
      ['Price', '1'],
    ]);
    expect(industries?.map(([industry]) => industry).toSorted()).toEqual(['Banking', 'Retail']);
  });

  it('are told by one thing, and of a time', async ({ sam }) => {
    const result = await sam.call('analyze_losses', { by: 'reason', period: { from: '2026-10-01' } });
    expect(tablesOf(result)).toEqual([[['Price', '1', '$20,000', '$20,000']]]);
    const none = await sam.call('analyze_losses', { period: { from: '2026-11-15' } });
    expect(none.reply.text).toBe('No deals were lost like that.');
  });
});

describe('two periods', () => {
  it('are compared; one that is not over with as much of the other', async ({ sam }) => {
    const result = await sam.call('compare_periods', {});
    expect(result.reply.text).toBe(
      'In **Q4 2026** so far 1 deal was won, worth $40,000; in Q3 2026 by the same day it was 1 deal, worth $10,000 (+300%).',
    );
    expect(tablesOf(result)[0]).toEqual([
      ['New', '0', '0', '2', '—'],
      ['Won', '2', '1', '1', 'the same'],
      ['Won, amount', '$40,000', '$10,000', '$40,000', '+300%'],
      ['Lost', '1', '0', '1', '—'],
      ['Lost, amount', '$5,000', '$0', '$20,000', '—'],
      ['Win rate', '67%', '100%', '50%', '-50%'],
    ]);
  });

  it('that are over are compared whole, of whoever is named', async ({ sam }) => {
    const result = await sam.call('compare_periods', {
      period: { from: '2026-09-01', to: '2026-10-01' },
      where: [{ field: 'owner', op: 'eq', value: 'me' }],
    });
    expect(result.reply.text).toBe(
      'In **September 2026** 1 deal was won, worth $30,000; in August 2026 it was none.',
    );
  });
});

describe('win rates', () => {
  it('are told by a field of the company as by one of the deal', async ({ sam }) => {
    const metric = 'win_rate';
    const byIndustry = await sam.call('run_report', { metric, of: { groupBy: 'industry' } });
    expect(tablesOf(byIndustry)[0]).toEqual([
      ['Retail', '3', '67%'],
      ['Banking', '2', '50%'],
    ]);
    const mine = await sam.call('run_report', {
      metric,
      of: { groupBy: 'owner', where: [{ field: 'currency', op: 'is_empty' }] },
      period: { from: '2026-10-01', to: '2027-01-01' },
    });
    expect(tablesOf(mine)[0]).toEqual([
      ['Lena Schmidt', '1', '100%'],
      ['Sam Rivera', '1', '0%'],
    ]);
  });
});

describe('how long deals sit in a stage', () => {
  it('is an average of the stays that are over, and that of those who are there', async ({ sam }) => {
    const { reply } = await sam.call('stage_conversion', { stage: 'Discovery' });
    // 11 June to 25 September and to 2 November
    expect(reply.text).toBe(
      'Deals stay 125 days in **Discovery** on average, over 2 stays that are over. The one that is in **Discovery** now has been there for 9.9 days.',
    );
  });

  it('is said not to be known of a stage where no deal was', async ({ sam }) => {
    const { reply } = await sam.call('stage_conversion', { stage: 'Negotiation' });
    expect(reply.text).toBe('No deal has been in **Negotiation** yet, so there is nothing to go by.');
  });
});

it('who closed the most revenue is asked of the deals themselves, ranked by the sum', async ({ sam }) => {
  const { reply } = await sam.call('search_deals', {
    where: [
      { field: 'status', op: 'eq', value: 'won' },
      { field: 'closed', op: 'gte', value: '2026-09-01' },
    ],
    groupBy: 'owner',
    sumOf: 'amount',
    sort: '-sum',
  });
  expect(reply.text).toContain('The highest total is with **Lena Schmidt**: $40,000 in 1 deal.');
  const [card] = reply.cards;
  expect(card?.type === 'table' && card.rows.map(({ cells }) => [cells.group, cells.sum])).toEqual([
    ['Lena Schmidt', '$40,000'],
    ['Sam Rivera', '$30,000'],
  ]);
});
