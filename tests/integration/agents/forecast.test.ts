import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { snapshotDay, takeSnapshots } from '@clianta/crm-core/intelligence/forecast/take-snapshots';
import { Target } from '@clianta/crm-core/intelligence/forecast/target.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
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

/** Sam and Lena have deals that close this quarter, some of them sure; one has slipped. */
async function pipeline(crm: CrmCore, home: TestWorkspace) {
  const lena = await home.member('Lena Fox');
  const deal = async (
    title: string,
    amountMinor: number | undefined,
    probability: number,
    values: Partial<Parameters<typeof aDeal>[2]> = {},
  ) => {
    const company = await aCompany(crm, home.scope, { name: title });
    return aDeal(crm, home.scope, {
      title: `${title} rollout`,
      companyId: company.id,
      expectedCloseAt: '2026-12-10',
      ownerId: home.scope.actor.id,
      ...(amountMinor !== undefined && { amountMinor }),
      probability,
      ...values,
    });
  };
  await deal('Globex', 1_000_000, 0.2, { status: 'won' });
  const kestrel = await deal('Kestrel', 4_000_000, 0.8);
  const ironbark = await deal('Ironbark', 2_000_000, 0.5, { ownerId: lena.actor.id });
  const tolvia = await deal('Tolvia', 3_000_000, 0.2, { ownerId: lena.actor.id });
  await deal('Halden', 700_000, 0.6, { expectedCloseAt: '2026-11-02' });
  await deal('Solvik', 900_000, 0.6, { expectedCloseAt: '2027-02-15' });
  return { lena, kestrel, ironbark, tolvia, deal };
}

describe('a forecast', () => {
  it('tells commit, best case, weighted and the likely range of a period; what has slipped is apart', async ({
    db,
    home,
    sam,
  }) => {
    await pipeline(db.crm, home);
    const first = await sam.say('Forecast Q4');
    expect(first.reply.text).toContain(
      '**Q4 2026**: commit **$50,000**, best case **$70,000**; $10,000 of it is won.',
    );
    // 0.8 of 40,000, half of 20,000 and a fifth of 30,000
    expect(first.reply.text).toContain('The open deals come to $48,000 weighted');
    expect(first.reply.text).toContain('It will probably end between $30,000 and $80,000');
    expect(first.reply.text).toContain('Slipped, as their close date has passed: $7,000');
    expect(tableOf(await sam.say('by rep'))).toEqual([
      ['Sam Rivera', '$10,000', '$50,000', '$50,000', '$32,000', '$7,000'],
      ['Lena Fox', '$0', '$0', '$20,000', '$16,000', '$0'],
    ]);
    expect((await sam.say("only Lena's")).reply.text).toContain(
      '**Q4 2026 (owner Lena Fox)**: commit **$0**, best case **$20,000**',
    );
    expect((await sam.say('and next quarter?')).reply.text).toContain('**Q1 2027 (owner Lena Fox)**');
  });

  it('is rounded once for each deal: two of 1,234.50 at a quarter are 617.26', async ({ db, home, sam }) => {
    const { deal } = await pipeline(db.crm, home);
    for (const name of ['Aster', 'Birch']) await deal(name, 123_450, 0.25, { expectedCloseAt: '2027-01-20' });
    const { reply } = await sam.say('forecast for January');
    expect(reply.text).toContain('**January 2027**');
    expect(reply.text).toContain('$617.26 weighted');
  });

  it('names open deals that cannot count, and gives currencies rows of their own', async ({
    db,
    home,
    sam,
  }) => {
    const { deal } = await pipeline(db.crm, home);
    await deal('Aster', undefined, 0.5);
    await deal('Birch', 500_000, 0.5, { expectedCloseAt: undefined });
    await deal('Cedar', 800_000, 0.9, { currency: 'NOK' });
    const forecast = await sam.say('forecast this quarter');
    expect(forecast.reply.text).toContain(
      'Not counted: 1 open deal without a close date and 1 open deal without an amount.',
    );
    expect(forecast.reply.text).toContain('commit **$50,000 + NOK\u00a08,000**');
    expect(tableOf(forecast)).toEqual([
      ['Q4 2026', '$10,000', '$50,000', '$70,000', '$48,000', '$7,000', 'USD'],
      ['Q4 2026', 'NOK\u00a00', 'NOK\u00a08,000', 'NOK\u00a08,000', 'NOK\u00a07,200', 'NOK\u00a00', 'NOK'],
    ]);
  });

  it('of a period that is over tells what was won, and of an empty one that there is nothing', async ({
    sam,
  }) => {
    expect((await sam.say('forecast for last quarter')).reply.text).toContain(
      '**Q3 2026** is over: **$0** was won.',
    );
    expect((await sam.say('forecast for next quarter')).reply.text).toContain('**Q1 2027**: commit **$0**');
  });
});

describe('the category of a deal', () => {
  it('follows its probability until somebody says it, and then stays', async ({ db, home, sam }) => {
    const { ironbark } = await pipeline(db.crm, home);
    const deals = db.crm.records(Opportunity);
    const inCommit = await sam.say('which deals are in commit');
    expect(tableOf(inCommit)).toEqual([expect.arrayContaining(['Kestrel rollout', '80%'])]);
    expect(inCommit.reply.text).toContain('With $10,000 of 1 won deal that is the commit of **$50,000**.');
    expect(inCommit.reply.cards[1]).toMatchObject({ title: 'Won, Q4 2026', count: 1 });
    await sam.say('show the Ironbark deal');
    const said = await sam.say('commit it');
    expect(said.reply.text).toContain(
      '**Ironbark rollout** is **commit** in the forecast now; it was best case.',
    );
    await deals.update(home.scope, ironbark.id, { probability: 0.1 });
    expect((await sam.say('forecast Q4')).reply.text).toContain('commit **$70,000**');
    await sam.say('leave Kestrel out of the forecast');
    const without = await sam.say('forecast Q4');
    expect(without.reply.text).toContain('commit **$30,000**, best case **$30,000**');
    expect(tableOf(await sam.say('which deals are omitted from the forecast'))).toHaveLength(1);
    await sam.say('undo that');
    expect((await sam.say('forecast Q4')).reply.text).toContain('commit **$70,000**');
  });

  it('is not given to a deal that is closed', async ({ db, home, sam }) => {
    await pipeline(db.crm, home);
    const { reply } = await sam.say('put Globex in commit');
    expect(reply.text).toContain('is won already, so it is in no forecast');
  });
});

describe('a target', () => {
  it('is set by an admin, and tells what is missing and whether the open deals cover it', async ({
    db,
    home,
    sam,
  }) => {
    const { lena } = await pipeline(db.crm, home);
    expect((await sam.say('are we on target?')).reply.text).toContain('There is no target for Q4 2026 yet.');
    expect((await sam.say('set the target for Q4 to 60k')).reply.text).toContain(
      'The target of **the team** for **Q4 2026** is **$60,000** now.',
    );
    await sam.say("set Lena's target for Q4 to 20k");
    const standing = await sam.say('are we on target?');
    expect(standing.reply.text).toContain(
      '**The team** has won **$10,000** of $60,000 for Q4 2026 (17%); **$50,000** is missing. Open deals of $90,000 cover it 1.8 times.',
    );
    expect(tableOf(standing)).toEqual([
      ['The team', '$60,000', '$10,000', '17%', '$50,000', '1.8 times'],
      ['Lena Fox', '$20,000', '$0', '0%', '$20,000', '2.5 times'],
    ]);
    expect((await sam.say('set the target for Q4 to 10k')).reply.text).toContain('it was $60,000');
    const met = await sam.say('how far are we from the target');
    expect(met.reply.text).toContain(
      '**The team** has met the target for Q4 2026: **$10,000** won of $10,000.',
    );
    expect(tableOf(met)).toContainEqual(['The team', '$10,000', '$10,000', '100%', 'met', '']);
    expect((await db.crm.records(Target).find(home.scope)).records).toHaveLength(2);

    const hers = await aTalker(db, lena);
    expect((await hers.say("what's my target")).reply.text).toContain('**You** have won **$0** of $20,000');
    expect((await hers.say('set the target for Q4 to 5k')).reply.text).toMatch(/admin/i);
    expect((await db.crm.records(Target).findOne(home.scope, { who: 'team' }))?.amountMinor).toBe(1_000_000);
    await hers.close();
  });

  it('is of a month, a quarter or a year, and one for each', async ({ db, home, sam }) => {
    expect(
      (await sam.call('set_target', { amount: 5, period: { from: '2026-11-02', to: '2026-11-09' } })).reply
        .text,
    ).toContain('A target is of a month, a quarter or a year');
    await db.crm.records(Target).create(home.scope, { period: '2026-11', amountMinor: 1, currency: 'USD' });
    const again = { period: '2026-11', amountMinor: 2, currency: 'USD' };
    await expect(db.crm.records(Target).create(home.scope, again)).rejects.toThrow(
      'There is already a target',
    );
  });

  it('names amounts that there is no rate for, and counts those that have one', async ({ db, home, sam }) => {
    const { deal } = await pipeline(db.crm, home);
    await deal('Cedar', 800_000, 0.9, { currency: 'NOK' });
    await sam.say('set the target for Q4 to 60k');
    expect((await sam.say('are we on target?')).reply.text).toContain(
      'Open deals of $90,000 cover it 1.8 times. Amounts in NOK are not counted: there is no rate to USD.',
    );
    await db.crm
      .records(Workspace)
      .update(home.system, home.workspaceId, { rates: [{ currency: 'NOK', rate: 0.1, at: '2026-11-01' }] });
    expect((await sam.say('are we on target?')).reply.text).toContain(
      'Open deals of $90,800 cover it 1.8 times.',
    );
  });
});

describe('what would be if', () => {
  it('a deal were lost is shown before and after, and nothing is written', async ({ db, home, sam }) => {
    const { kestrel } = await pipeline(db.crm, home);
    await sam.say('Forecast Q4');
    const without = await sam.say('without Kestrel?');
    expect(without.reply.text).toContain(
      'If **Kestrel rollout** ($40,000) is lost: **Q4 2026** comes to commit **$10,000** instead of $50,000, best case **$30,000** instead of $70,000. Nothing was changed.',
    );
    expect(tableOf(without)).toEqual([
      ['Q4 2026 now', '$10,000', '$50,000', '$70,000', '$48,000', '$7,000'],
      ['Q4 2026 then', '$10,000', '$10,000', '$30,000', '$16,000', '$7,000'],
    ]);
    expect(await db.crm.records(Opportunity).get(home.scope, kestrel.id)).toEqual(
      expect.objectContaining({ status: 'open', version: kestrel.version }),
    );
  });

  it('a deal slipped is felt in the quarter that it leaves and the one that it goes to', async ({
    db,
    home,
    sam,
  }) => {
    await pipeline(db.crm, home);
    const slips = await sam.say('what if Kestrel slips to January?');
    expect(slips.reply.text).toContain('If **Kestrel rollout** ($40,000) slips to Sun 31 Jan 2027');
    expect(slips.reply.text).toContain('**Q4 2026** comes to commit **$10,000** instead of $50,000');
    expect(slips.reply.text).toContain('**Q1 2027** comes to commit **$40,000** instead of $0');
    expect(tableOf(slips)).toHaveLength(4);
  });

  it('deals were won, or came in at another amount', async ({ db, home, sam }) => {
    await pipeline(db.crm, home);
    expect((await sam.say('what if we win Tolvia')).reply.text).toContain(
      'commit **$80,000** instead of $50,000',
    );
    expect((await sam.say('what if Kestrel comes in at 15k')).reply.text).toContain(
      'commit **$25,000** instead of $50,000',
    );
    expect((await sam.say('what if we win everything')).reply.text).toContain(
      'If 4 open deals ($97,000) are won: **Q4 2026** comes to commit **$107,000**',
    );
    expect((await sam.say('what if we lose Globex')).reply.text).toContain('is won already');
  });
});

describe('how likely a deal is won', () => {
  it('is not said from too few closed deals, and then with its reasons; it overwrites nothing', async ({
    db,
    home,
    sam,
  }) => {
    const { ironbark, lena } = await pipeline(db.crm, home);
    const close = (status: 'won' | 'lost', ownerId: string, count: number) =>
      Promise.all(Array.from({ length: count }, () => aDeal(db.crm, home.scope, { status, ownerId })));
    await close('won', lena.actor.id, 24);
    const [reopened] = await close('lost', lena.actor.id, 6);
    await close('lost', home.scope.actor.id, 19);
    // with Globex there are 50; one that is open again counts no more
    const deals = db.crm.records(Opportunity);
    await deals.update(home.scope, String(reopened?.id), { status: 'open' });
    const tooFew = await sam.say('how sure is Ironbark?');
    expect(tooFew.reply.text).toContain('There are 49 closed deals to learn from');
    expect(tooFew.reply.text).toContain('The probability set on it stays 50%.');
    await deals.update(home.scope, String(reopened?.id), { status: 'lost', lossReason: 'Price' });
    const { reply } = await sam.say('how sure is Ironbark?');
    // 25 of 50 were won, 24 of 30 that were Lena's
    expect(reply.text).toContain(
      '**Ironbark rollout** is won with a probability of **80%**, as 50 closed deals tell, of which 50% were won.',
    );
    expect(reply.text).toContain('For it: owner Lena Fox (24 of 30 won).');
    expect(reply.text).toContain('Too little is known of deals like it by stage');
    expect((await deals.get(home.scope, ironbark.id)).probability).toBe(0.5);
    expect(tableOf(await sam.say('which deals are most likely to close'))).toContainEqual([
      'Ironbark rollout',
      '$20,000',
      '80%',
      '50%',
    ]);
  });

  it('learns from how far deals have come that were lost', async ({ db, home, sam }) => {
    const { kestrel } = await pipeline(db.crm, home);
    const { stages } = await db.crm.records(Pipeline).get(home.scope, home.pipelineId);
    const stage = (name: string) => stages.find((one) => one.name === name)?.id;
    const deals = db.crm.records(Opportunity);
    const closeFrom = (name: string, status: 'won' | 'lost', count: number) =>
      Promise.all(
        Array.from({ length: count }, async () => {
          const { id } = await aDeal(db.crm, home.scope, { stageId: stage(name) });
          await deals.update(home.scope, id, { status, ...(status === 'lost' && { lossReason: 'Price' }) });
        }),
      );
    await closeFrom('Negotiation', 'won', 20);
    await closeFrom('Negotiation', 'lost', 5);
    await closeFrom('Qualified', 'lost', 25);
    await deals.update(home.scope, kestrel.id, { stageId: stage('Negotiation') });
    expect((await sam.say('how likely is Kestrel to close')).reply.text).toContain(
      'stage has come to Negotiation (20 of 25 won)',
    );
    await deals.update(home.scope, kestrel.id, { stageId: stage('Qualified') });
    expect((await sam.say('how likely is Kestrel to close')).reply.text).toContain(
      'is won with a probability of **41%**',
    );
  });
});

describe('an earlier forecast', () => {
  it('is kept once for each day of the workspace, and told beside what has come of it', async ({
    db,
    home,
    sam,
  }) => {
    const { kestrel } = await pipeline(db.crm, home);
    expect((await sam.say('how has the forecast changed')).reply.text).toContain(
      'No forecast for Q4 2026 has been kept yet',
    );
    const zone = 'Europe/Berlin';
    const snap = async (at: string) => {
      now = new Date(at);
      const day = snapshotDay(now, zone);
      return day ? takeSnapshots(db.crm, home.workspaceId, day, zone) : 0;
    };
    // 00:10 in Berlin
    expect(await snap('2026-11-20T23:10:00Z')).toBe(0);
    expect(await snap('2026-11-20T23:30:00Z')).toBeGreaterThan(0);
    await db.crm.records(Opportunity).update(home.scope, kestrel.id, { status: 'lost', lossReason: 'Price' });
    // the same day again, after a while when nothing ran
    expect(await snap('2026-11-21T15:00:00Z')).toBe(0);
    expect(await snap('2026-11-25T08:00:00Z')).toBeGreaterThan(0);
    const said = await sam.say('what did we say last week?');
    expect(said.reply.text).toContain(
      'On **Sat 21 Nov 2026** the forecast for Q4 2026 was commit **$50,000**, best case **$70,000**; now it is commit **$10,000** (-80%), best case **$30,000** (-57%), of which $10,000 is won.',
    );
    expect(tableOf(said)).toEqual([
      ['Sat 21 Nov 2026', '$10,000', '$50,000', '$70,000', '$48,000', '$7,000'],
      ['Wed 25 Nov 2026', '$10,000', '$10,000', '$30,000', '$16,000', '$7,000'],
      ['Now', '$10,000', '$10,000', '$30,000', '$16,000', '$7,000'],
    ]);
    expect((await sam.say("how has Lena's forecast changed")).reply.text).toContain(
      'of Lena Fox for Q4 2026 was commit **$0**, best case **$20,000**',
    );
    now = new Date('2027-01-20T08:00:00Z');
    expect((await sam.say('forecast vs actual for Q4')).reply.text).toContain(
      'best case **$70,000**; **$10,000** was won.',
    );
  });
});
