import type { ApprovalCard, Card } from '@clianta/agents/reply.schema';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { metricCalled } from '@clianta/crm-core/intelligence/metrics/metrics';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import { freezeAttribution } from '@clianta/crm-core/tracking/attribution/freeze-attribution';
import { storeEvents } from '@clianta/crm-core/tracking/visit/store-events';
import type { CameFrom } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import { identifyVisitor } from '@clianta/crm-core/tracking/visitor/identify-visitor';
import { Visitor } from '@clianta/crm-core/tracking/visitor/visitor.schema';
import { DateTime } from 'luxon';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const GOOGLE: CameFrom = { source: 'google', medium: 'organic' };
const NEWS: CameFrom = { source: 'news', medium: 'email', campaign: 'Launch' };
const HOUR_MS = 3_600_000;

const it = crmTest.extend('visits', async ({ db: { crm }, home }) => {
  const { scope, workspaceId } = home;
  const acme = await aCompany(crm, scope, { name: 'Acme' });
  const jane = await aContact(crm, scope, { name: 'Jane Doe', companyId: acme.id });
  const visitorId = newId();
  const view = (path: string, hoursAgo: number, from?: CameFrom) => ({
    ...{ workspaceId, visitorId, siteId: newId(), eventId: newId(), type: 'page', path },
    url: `https://www.own.example${path}`,
    at: new Date(crm.now().getTime() - hoursAgo * HOUR_MS),
    isMachine: false,
    ...(from && { from }),
  });
  await storeEvents(crm, [
    view('/', 30, GOOGLE),
    view('/pricing', 29.9),
    view('/pricing', 2, NEWS),
    { ...view('/pricing', 1), visitorId: newId() },
  ]);
  await identifyVisitor(crm, workspaceId, visitorId, jane.id);
  return { acme, jane, visitorId };
});

const approvalOf = ({ reply }: TurnResult): ApprovalCard => {
  const card = reply.cards.find((one: Card): one is ApprovalCard => one.type === 'approval');
  if (!card) throw new Error(`no approval: ${reply.text}`);
  return card;
};
const cellsOf = ({ reply }: TurnResult) =>
  reply.cards.flatMap((card) => (card.type === 'table' ? card.rows.map(({ cells }) => cells) : []));

describe('the website in the chat', () => {
  it('tells visitors and pages, and of people those who are known alone', async ({ sam, visits }) => {
    const all = await sam.say('How many visitors did our website have?');
    expect(all.reply.text).toContain('**2 visitors** and 4 page views');
    const who = await sam.say('Who from Acme was on pricing?');
    expect(who.reply.text).toContain('1 person of **Acme** was on pricing');
    expect(cellsOf(who)).toMatchObject([{ name: visits.jane.name, pages: '/pricing', views: '2' }]);
  });

  it('counts visits, how long they were and who was interested, by what they came from', async ({
    db: { crm },
    home,
    visits: _,
  }) => {
    const read = async (name: string, groupBy: string[] = []) => {
      const metric = metricCalled(name);
      if (!metric) throw new Error(`no metric ${name}`);
      return readMetric(crm, home.scope, metric, { groupBy });
    };
    // one of six minutes and two pages, and two of one page
    const { groups, all } = await read('website_visits', ['medium']);
    expect(all.value).toBe(3);
    expect(groups.map(({ key, figure }) => [key.medium, figure.value]).toSorted()).toEqual([
      ['direct', 1],
      ['email', 1],
      ['organic', 1],
    ]);
    expect((await read('engaged_visits')).all.value).toBe(1);
    expect((await read('visit_duration')).all.value).toBeCloseTo(120);
  });

  it('draws its figures day by day, and lets an order hang on them', async ({ sam, visits: _ }) => {
    // the visits are of yesterday and, by the hour of the day, of today: it is always a whole week that is drawn
    const since = `since ${DateTime.now().minus({ days: 8 }).toFormat('MMMM d')}`;
    const drawn = await sam.say(`Make bar charts of total visits and engaged users ${since}`);
    const charts = drawn.reply.cards.flatMap((card) => (card.type === 'chart' ? [card] : []));
    expect(charts.map(({ kind, shows }) => [kind, shows?.metric])).toEqual([
      ['column', 'website_visits'],
      ['column', 'engaged_visits'],
    ]);
    const [first] = await sam
      .say(`plot the distribution of total visits ${since}`)
      .then(({ reply }) => reply.cards);
    expect(first).toMatchObject({ type: 'chart', kind: 'histogram' });
    const source = await sam.say(`Plot the most popular traffic source ${since}`);
    expect(source.reply.text).toMatch(/^Most visits came from \*\*\w+\*\*: \d\./);
    const kept = await sam.say(
      `If total visits was more than 50 at any time ${since}, remind me to celebrate tomorrow`,
    );
    expect(kept.reply.text).toMatch(/^No: \*\*Website visits\*\* came to \d [\s\S]*I did nothing\.$/);
    const met = await sam.say(
      `Was total visits less than 3 at any time ${since}? If so, remind me to look at the site tomorrow`,
    );
    expect(met.changes).toMatchObject([{ entity: 'task', change: 'created' }]);
  });

  it('says what deals come from and by which model; another model is of the same time', async ({
    db: { crm },
    home,
    sam,
    visits,
  }) => {
    const deal = await aDeal(crm, home.scope, { contactId: visits.jane.id, amountMinor: 100_001 });
    expect(await freezeAttribution(crm, home.workspaceId, 'deal', deal.id)).toBe(true);
    const asked = await sam.say('Where do our deals come from this month?');
    expect(asked.reply.text).toContain('By **linear**');
    expect(cellsOf(asked).map(({ source, count }) => `${source} ${count}`)).toEqual([
      'google 0.5',
      'news 0.5',
    ]);
    const first = await sam.say('And by first touch?');
    expect(first.reply.text).toContain('By **first touch**');
    const month = /of (\w+ \d{4})/.exec(asked.reply.text)?.[1];
    expect(first.reply.text).toContain(`of ${month}`);
    expect(cellsOf(first)).toMatchObject([{ source: 'google', count: '1', amount: '$1,000.01' }]);
  });

  it('does not rewrite credit by what happens later', async ({ db: { crm }, home, visits }) => {
    const deal = await aDeal(crm, home.scope, { contactId: visits.jane.id, amountMinor: 500 });
    expect(await freezeAttribution(crm, home.workspaceId, 'deal', deal.id)).toBe(true);
    await crm.records(Opportunity).update(home.scope, deal.id, { amountMinor: 900 });
    expect(await freezeAttribution(crm, home.workspaceId, 'deal', deal.id)).toBe(false);
    // it is not won, so there is nothing to keep
    expect(await freezeAttribution(crm, home.workspaceId, 'won', deal.id)).toBe(false);
  });

  it('forgets a visitor once that was approved', async ({ db: { crm }, sam, visits }) => {
    await sam.say('Who from Acme was on pricing?');
    const proposed = await sam.say('Forget this visitor');
    const approval = approvalOf(proposed);
    expect(approval.title).toBe('Forget the visits of Jane Doe');
    expect(await crm.store.model(Visitor).countDocuments({ visitorId: visits.visitorId })).toBe(1);
    const done = await sam.decide(approval.approvalId, 'approve');
    expect(done.reply.text).toContain('Forgot the visits of **Jane Doe**');
    expect(await crm.store.model(Visitor).countDocuments({ contactId: visits.jane.id })).toBe(0);
    const after = await sam.say('Who from Acme was on pricing?');
    expect(after.reply.text).toContain('Nobody');
  });
});
