import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Report } from '@clianta/crm-core/intelligence/report/report.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aDeal, type TestWorkspace } from '../../support/test-crm.ts';

let now = new Date('2026-11-20T08:30:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = new Date('2026-11-20T08:30:00Z');
});

const tableOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'table');
  return card?.type === 'table' ? card.rows.map(({ cells }) => Object.values(cells)) : reply.text;
};
const chartOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'chart');
  return card?.type === 'chart' ? card : undefined;
};

const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`no proposal: ${reply.text}`);
  return card;
};

/** Sam and Lena have won deals in October and November, in Norway and Peru. */
async function sales({ crm }: { crm: Parameters<typeof aDeal>[0] }, home: TestWorkspace) {
  const lena = await home.member('Lena Fox');
  const fjord = await aCompany(crm, home.scope, { name: 'Fjord', country: 'Norway', industry: 'Energy' });
  const andes = await aCompany(crm, home.scope, { name: 'Andes', country: 'Peru', industry: 'Mining' });
  const win = async (title: string, day: string, amountMinor: number, ownerId: string, companyId: string) => {
    now = new Date(`${day}T10:00:00Z`);
    await aDeal(crm, home.scope, { title, amountMinor, ownerId, companyId, status: 'won' });
  };
  const sam = home.scope.actor.id;
  await win('Fjord one', '2026-10-05', 1_000_000, sam, fjord.id);
  await win('Andes one', '2026-10-28', 4_000_000, lena.actor.id, andes.id);
  await win('Fjord two', '2026-11-03', 2_000_000, lena.actor.id, fjord.id);
  await win('Andes two', '2026-11-10', 500_000, sam, andes.id);
  now = new Date('2026-11-20T08:30:00Z');
  return { lena };
}

describe('a report', () => {
  it('is asked, shifted, drawn, narrowed, and leads to the records behind it', async ({ db, home, sam }) => {
    await sales(db, home);
    const first = await sam.say('Sales by rep this month, as a chart');
    expect(first.reply.text).toContain('**Won value** in November 2026 is **$25,000**, of 2 deals.');
    expect(tableOf(first)).toEqual([
      ['Lena Fox', '1', '$20,000', '80%'],
      ['Sam Rivera', '1', '$5,000', '20%'],
    ]);
    expect(chartOf(first)?.kind).toBe('bar');
    const before = await sam.say('and last month?');
    expect(before.reply.text).toContain('in October 2026 is **$50,000**');
    expect(tableOf(before)).toHaveLength(2);
    const pie = await sam.say('as a pie');
    expect(chartOf(pie)).toMatchObject({ kind: 'pie', categories: ['Lena Fox', 'Sam Rivera'] });
    expect((await sam.say("only Lena's")).reply.text).toContain(
      '(owner Lena Fox) in October 2026 is **$40,000**',
    );
    expect(tableOf(await sam.say('which deals are those?'))).toEqual([
      expect.arrayContaining(['Andes one', 'Andes']),
    ]);
  });

  it('goes on from what was won to what was lost', async ({ db, home, sam }) => {
    const { lena } = await sales(db, home);
    await aDeal(db.crm, home.scope, { status: 'lost', amountMinor: 700_000, ownerId: lena.actor.id });
    await sam.say('how much did each rep win this month?');
    const lost = await sam.say('and lost?');
    expect(lost.reply.text).toContain('**Lost value** in November 2026 is **$7,000**');
    expect(tableOf(lost)).toEqual([['Lena Fox', '1', '$7,000', '100%']]);
  });

  it('comes to what a list of deals comes to', async ({ db, home, sam }) => {
    await sales(db, home);
    const list = await sam.say('total of deals won this year');
    const report = await sam.say('revenue this year');
    expect(list.reply.text).toContain('$75,000');
    expect(report.reply.text).toContain('**$75,000**');
  });

  it('knows win rates, cycles, activities and places of companies', async ({ db, home, sam }) => {
    await sales(db, home);
    await aDeal(db.crm, home.scope, { status: 'lost', ownerId: home.scope.actor.id });
    await db.crm.records(Activity).create(home.scope, {
      type: 'call',
      subject: 'Call',
      at: new Date('2026-11-12T09:00:00Z'),
      userId: home.scope.actor.id,
    });
    const say = async (text: string) => (await sam.say(text)).reply.text;
    expect(await say("what's our win rate")).toContain('**Win rate** is **80%**, of 5 deals.');
    expect(tableOf(await sam.say('win rate by rep'))).toEqual([
      ['Lena Fox', '2', '100%'],
      ['Sam Rivera', '3', '67%'],
    ]);
    expect(await say('how many calls did Sam make last week')).toMatch(/\b1\b/);
    expect(await say('revenue in Norway this year')).toContain('is **$30,000**, of 2 deals');
    expect(tableOf(await sam.say('revenue by country and month this year'))).toEqual([
      ['Peru', ...Array(9).fill('$0'), '$40,000', '$5,000', '$45,000'],
      ['Norway', ...Array(9).fill('$0'), '$10,000', '$20,000', '$30,000'],
    ]);
    expect(await say('how long is our sales cycle')).toContain('**0 days**');
  });

  it('compares with as much of the period before, and tells which parts fell without a cause', async ({
    db,
    home,
    sam,
  }) => {
    await sales(db, home);
    // until the 20th of October only the first deal was won
    expect((await sam.say('revenue this month compared to the period before')).reply.text).toContain(
      'in October 2026 by then it was $10,000 (+150%)',
    );
    now = new Date('2026-12-02T08:30:00Z');
    const why = await sam.say('why is November low?');
    expect(why.reply.text).toContain('in October 2026 it was $50,000 (-50%)');
    expect(why.reply.text).toContain('by owner **Lena Fox** ($40,000 to $20,000)');
    expect(why.reply.text).toContain('the figures do not say');
  });

  it('keeps currencies apart, and names those without a rate', async ({ db, home, sam }) => {
    await sales(db, home);
    await aDeal(db.crm, home.scope, { status: 'won', amountMinor: 900_000, currency: 'NOK' });
    const { reply } = await sam.say('revenue this month');
    expect(reply.text).toContain('$25,000 + NOK\u00a09,000');
  });

  it('says none where there is none, and names the nearest figures for one that is unknown', async ({
    sam,
  }) => {
    expect((await sam.say('revenue this month')).reply.text).toContain('in November 2026: none.');
    const { reply } = await sam.call('run_report', { metric: 'win ratio' });
    expect(reply.text).toContain('The nearest are win rate');
  });

  it('shows eleven groups and the rest together', async ({ db, home, sam }) => {
    for (let at = 1; at <= 14; at++)
      await aDeal(db.crm, home.scope, { status: 'won', amountMinor: at * 1_000, source: `Source ${at}` });
    const rows = tableOf(await sam.say('revenue by source this year'));
    expect(rows).toHaveLength(12);
    expect(rows.at(-1)).toEqual(['Other', '3', '$60', '6%']);
  });
});

describe('a kept report', () => {
  it('moves along with time, is opened by its name, and taken back', async ({ db, home, sam }) => {
    await sales(db, home);
    await sam.say('sales by rep this month');
    const { reply } = await sam.say('save this report as Monthly sales');
    expect(reply.text).toContain('Saved the report **Monthly sales**.');
    const [report] = (await db.crm.records(Report).find(home.scope)).records;
    expect(report?.spec).toMatchObject({
      metric: 'won_value',
      groupBy: ['owner'],
      period: { unit: 'month', count: 1, back: 0 },
    });
    now = new Date('2026-12-02T08:30:00Z');
    expect((await sam.say('run the report Monthly sales')).reply.text).toContain('in December 2026: none');
    expect(tableOf(await sam.say('which reports do we have'))).toEqual([
      ['Monthly sales', 'Won value by owner', '', 'Sam Rivera'],
    ]);
    const proposal = await sam.say('delete the report Monthly sales');
    expect(approvalOf(proposal).title).toBe('Delete the report “Monthly sales”');
    await sam.decide(approvalOf(proposal).approvalId, 'approve');
    expect((await db.crm.records(Report).find(home.scope)).records).toEqual([]);
    await sam.say('undo that');
    expect((await db.crm.records(Report).find(home.scope)).records).toHaveLength(1);
  });

  it('is sent on a schedule; to an address outside only after approval', async ({ db, home, sam }) => {
    await sales(db, home);
    await sam.say('sales by rep this month');
    const { reply } = await sam.say('every Monday at 8 to the team');
    expect(reply.text).toContain('every Monday at 08:00 to Lena Fox and Sam Rivera');
    const [report] = (await db.crm.records(Report).find(home.scope)).records;
    expect(report?.schedule).toMatchObject({ every: 'week', day: 1, time: '08:00' });
    const outside = await sam.say('send this report to board@acme.example every Friday at 5pm');
    expect(approvalOf(outside).title).toContain('every Friday at 17:00 to board@acme.example');
    await sam.decide(approvalOf(outside).approvalId, 'approve');
    expect((await db.crm.records(Report).find(home.scope)).records[0]).toMatchObject({
      outsideRecipients: ['board@acme.example'],
    });
    await sam.say('stop sending the report');
    expect((await db.crm.records(Report).find(home.scope)).records[0]?.schedule).toBeUndefined();
  });

  it('has nothing to go on from before a figure was shown', async ({ sam }) => {
    expect((await sam.say('as a pie')).reply.text).toContain('Ask for a figure first');
  });

  it('is taken away as a file, with numbers as numbers, and without what a spreadsheet would run', async ({
    db,
    home,
    sam,
  }) => {
    await sales(db, home);
    await aDeal(db.crm, home.scope, { status: 'won', amountMinor: 100, source: '=cmd()' });
    await sam.say('revenue by source this month');
    const fileOf = async (words: string) => {
      const { reply } = await sam.say(words);
      const card = reply.cards.find(({ type }) => type === 'file');
      if (card?.type !== 'file') throw new Error(`no file: ${reply.text}`);
      const { stream } = await db.crm.files.open(home.scope, card.fileId);
      return { name: card.name, bytes: Buffer.concat(await stream.toArray()) };
    };
    const csv = await fileOf('as a csv file');
    expect(csv.bytes.toString()).toContain("'=cmd(),1,1\r\n");
    expect(csv.bytes.toString()).toContain('None,2,25000\r\n');
    expect((await fileOf('Excel please')).bytes.subarray(0, 2).toString()).toBe('PK');
    const pdf = await fileOf('can I have it as pdf');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await fileOf('export the chart')).bytes.subarray(1, 4).toString()).toBe('PNG');
  });
});
