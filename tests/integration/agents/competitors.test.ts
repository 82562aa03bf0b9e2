import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Battlecard } from '@clianta/crm-core/intelligence/battlecard/battlecard.schema';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { scanActivity } from '@clianta/crm-core/intelligence/competitor/scan-mentions';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aDeal } from '../../support/test-crm.ts';

type World = { db: { crm: Parameters<typeof aDeal>[0] }; home: { scope: Parameters<typeof aDeal>[1] } };

const textOf = ({ reply }: TurnResult) => reply.text;
const cardsOf = ({ reply }: TurnResult) => JSON.stringify(reply.cards);
const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`no proposal: ${reply.text}`);
  return card;
};

const aCompetitor = ({ db, home }: World, values: { name: string } & Record<string, unknown>) =>
  db.crm.records(Competitor).create(home.scope, values);
const dealCalled = async ({ db, home }: World, title: string) => {
  const deal = await db.crm.records(Opportunity).findOne(home.scope, { title });
  if (!deal) throw new Error(`there is no deal ${title}`);
  return deal;
};

/** Deals of firms called like them: open ones, and as many closed against a competitor as are said. */
async function closedAgainst(world: World, competitorId: string, won: number, lostOn: readonly string[]) {
  const { db, home } = world;
  for (let index = 0; index < won; index++)
    await aDeal(db.crm, home.scope, { title: `Won ${index}`, status: 'won', competitorIds: [competitorId] });
  for (const [index, lossReason] of lostOn.entries())
    await aDeal(db.crm, home.scope, {
      title: `Lost ${index}`,
      status: 'lost',
      lossReason,
      lostToId: competitorId,
    });
}

describe('competitors, said', () => {
  it('get a battlecard with sources, which goes to the team once it is approved', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    const salesforce = await aCompetitor(world, { name: 'Salesforce', weaknesses: ['Slow to set up'] });
    await closedAgainst(world, salesforce.id, 1, ['Price']);
    const drafted = await sam.say('A battlecard against Salesforce');
    expect(textOf(drafted)).toContain(
      'Drafted version 1 of the battlecard against **Salesforce**, with 3 points',
    );
    expect(textOf(drafted)).toContain('no evidence on their strengths, pricing');
    expect(cardsOf(drafted)).toContain('the deal Lost 0');
    expect(cardsOf(drafted)).toContain('the profile');
    const other = await sam.say('outdated, they raised prices');
    expect(textOf(other)).toContain('version 2');
    expect(cardsOf(other)).toMatch(/they raised prices.{0,40}said by Sam Rivera/);
    const asked = await sam.say('publish it');
    expect(approvalOf(asked)).toMatchObject({
      title: 'Publish the battlecard against Salesforce, version 2',
    });
    const cards = () => db.crm.records(Battlecard).find(home.scope, { sort: 'edition', limit: 9 });
    expect((await cards()).records.map(({ status }) => status)).toEqual(['draft', 'draft']);
    await sam.decide(approvalOf(asked).approvalId, 'approve');
    expect((await cards()).records.map(({ status }) => status)).toEqual(['draft', 'published']);
    expect(textOf(await sam.say('show me the battlecard for Salesforce'))).toContain('version 2');
  });

  it('are measured by the figures of reports: under five closed deals without a rate', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    const zoho = await aCompetitor(world, { name: 'Zoho' });
    await closedAgainst(world, zoho.id, 2, ['price', 'too expensive']);
    const few = await sam.say('how do we do against Zoho?');
    expect(textOf(few)).toContain('Against **Zoho** 2 won and 2 lost, too few for a rate');
    expect(textOf(few)).toContain('They got all of the lost ones.');
    expect(textOf(few)).toContain('Lost on price (2).');
    await aDeal(db.crm, home.scope, { title: 'Won too', status: 'won', competitorIds: [zoho.id] });
    expect(textOf(await sam.say('how do we do against them?'))).toContain('a win rate of **60%**');
    expect(textOf(await sam.say('which competitor beats us most'))).toContain('**Zoho** (2)');
    expect(textOf(await sam.say('win rate against Zoho in 2019'))).toContain('there is no evidence');
  });

  it('take deals: the reason and the winner of a loss are kept as they were said', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    const zoho = await aCompetitor(world, { name: 'Zoho' });
    await aDeal(db.crm, home.scope, { title: 'Ironbark pilot' });
    const lost = await sam.say('lost Ironbark to Zoho on price');
    expect(textOf(lost)).toContain('It went to **Zoho**.');
    expect(await dealCalled(world, 'Ironbark pilot')).toMatchObject({
      status: 'lost',
      lostToId: zoho.id,
      competitorIds: [zoho.id],
      lossReasonKey: 'price',
    });
    await sam.say('undo that');
    expect(await dealCalled(world, 'Ironbark pilot')).toMatchObject({ status: 'open' });
  });

  it('are optional in a loss, a reason is not: it is asked for, and taken from the list or in own words', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    for (const title of ['Acme rollout', 'Birch rollout', 'Cedar rollout'])
      await aDeal(db.crm, home.scope, { title });
    const asked = await sam.say('we lost the Acme rollout');
    expect(asked.reply.cards).toMatchObject([{ type: 'choice', title: expect.stringContaining('Why was') }]);
    expect((await dealCalled(world, 'Acme rollout')).status).toBe('open');
    await sam.say('timing');
    expect(await dealCalled(world, 'Acme rollout')).toMatchObject({
      status: 'lost',
      lossReasonKey: 'timing',
    });
    await sam.say('we lost the Birch rollout');
    await sam.say('their founder left the firm');
    const birch = await dealCalled(world, 'Birch rollout');
    expect(birch).toMatchObject({ status: 'lost', lossReason: 'their founder left the firm' });
    expect(birch.lossReasonKey).toBeUndefined();
    expect(textOf(await sam.say('move the Cedar rollout to Lost'))).toContain('Why was');
    expect((await dealCalled(world, 'Cedar rollout')).status).toBe('open');
  });

  it('are weighed by deals and notes alone; without any it is said that there is no evidence', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    const zoho = await aCompetitor(world, { name: 'Zoho', aliases: ['Zoho One'] });
    const nothing = await sam.say('SWOT for Zoho');
    expect(textOf(nothing)).toContain('There is no evidence on **Zoho** yet');
    expect(nothing.reply.cards).toEqual([]);
    expect(textOf(await sam.say('a battlecard against Zoho'))).toContain('I drafted nothing');
    await closedAgainst(world, zoho.id, 0, ['missing features']);
    const swot = await sam.say('SWOT for Zoho');
    expect(textOf(swot)).toContain('There is no evidence on weaknesses and opportunities.');
    expect(cardsOf(swot)).toContain('Deals were lost on features (1)');
    expect(cardsOf(swot)).toContain('They got 1 deal of ours');
  });

  it('in a deal are listed; who was only mentioned there is suggested and linked by no one but a person', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    await aCompetitor(world, { name: 'Zoho' });
    const hubspot = await aCompetitor(world, { name: 'HubSpot' });
    const kestrel = await aCompany(db.crm, home.scope, { name: 'Kestrel' });
    await aDeal(db.crm, home.scope, { title: 'Kestrel avionics', companyId: kestrel.id });
    const entry = await db.crm.records(Activity).create(home.scope, {
      type: 'call',
      subject: 'Call with Vera',
      body: 'Good talk. They also look at HubSpot this month.',
      at: new Date(),
      companyId: kestrel.id,
    });
    expect(await scanActivity(db.crm, home.workspaceId, entry.id)).toHaveLength(1);
    await sam.say('link Zoho to the Kestrel avionics deal');
    const listed = await sam.say('who else is in Kestrel?');
    expect(textOf(listed)).toContain('In **Kestrel avionics** there is **Zoho**.');
    expect(textOf(listed)).toContain('“They also look at HubSpot this month.”, and is not linked');
    expect((await dealCalled(world, 'Kestrel avionics')).competitorIds).toHaveLength(1);
    await sam.say('Link HubSpot to Kestrel avionics');
    await sam.say('take Zoho off the Kestrel avionics deal');
    expect((await dealCalled(world, 'Kestrel avionics')).competitorIds).toEqual([hubspot.id]);
    expect(textOf(await sam.say('has anyone mentioned HubSpot?'))).toContain('1 time');
  });

  it('that nobody knows are asked about, and become neither contacts nor companies', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    await aDeal(db.crm, home.scope, { title: 'Tolvia pilot' });
    const counts = async () => [
      await db.crm.records(Contact).count(home.scope, {}),
      await db.crm.records(Company).count(home.scope, {}),
    ];
    const before = await counts();
    const asked = await sam.say('add Fooware as a competitor on the Tolvia pilot');
    expect(textOf(asked)).toContain('There is no competitor called “Fooware”');
    expect(await db.crm.records(Competitor).count(home.scope, {})).toBe(0);
    await sam.say('yes');
    const fooware = await db.crm.records(Competitor).findOne(home.scope, { name: 'Fooware' });
    expect((await dealCalled(world, 'Tolvia pilot')).competitorIds).toEqual([fooware?.id]);
    expect(textOf(await sam.say('a battlecard against Barware'))).toContain('no competitor called “Barware”');
    expect(await counts()).toEqual(before);
  });

  it('are kept with what is new of them', async ({ db, home, sam }) => {
    await sam.say('add Freshworks as a competitor');
    await sam.say("Freshworks's weakness is reporting");
    await sam.say('strength of Freshworks: a free plan');
    await sam.say('pricing of Freshworks: 19 per user');
    await sam.say('add the alias Freshsales to Freshworks');
    await sam.say('the website of Freshworks is freshworks.example');
    const [kept, ...more] = (await db.crm.records(Competitor).find(home.scope, { limit: 9 })).records;
    expect(more).toEqual([]);
    expect(kept).toMatchObject({
      name: 'Freshworks',
      weaknesses: ['reporting'],
      strengths: ['a free plan'],
      pricing: '19 per user',
      aliases: ['Freshsales'],
      domain: 'freshworks.example',
    });
    expect(textOf(await sam.say('what does Freshsales charge?'))).toContain('19 per user');
    expect(textOf(await sam.say('add Freshworks as a competitor'))).toContain('already');
  });
});
