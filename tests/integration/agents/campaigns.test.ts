import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { unsubscribe } from '@clianta/crm-core/marketing/suppression/unsubscribe';
import { SavedView } from '@clianta/crm-core/workspace/saved-view/saved-view.schema';
import { describe, expect } from 'vitest';
import { campaignRuns, people, readyForMarketing } from '../../support/campaign-runs.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

const NOW = new Date('2026-11-27T09:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => NOW });

const cardsOf = ({ reply }: TurnResult) => JSON.stringify(reply.cards);
const approvalOf = ({ reply }: TurnResult): string => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`nothing was proposed: ${reply.text}`);
  return card.approvalId;
};

describe('a campaign that is spoken of', () => {
  it('is drafted, looked through, tested, sent by approval, stopped, put right and measured', async ({
    db,
    home,
    sam,
  }) => {
    const { crm } = db;
    const account = await readyForMarketing(db, home);
    const runs = campaignRuns(db, home);
    const saas = await aCompany(crm, home.scope, { name: 'Cloudly', industry: 'SaaS' });
    await people(db, home, 3, { leadGrade: 'A', companyId: saas.id, timeZone: 'America/New_York' });
    await people(db, home, 2, { leadGrade: 'A', companyId: saas.id, consent: 'unknown' });
    await people(db, home, 1, { leadGrade: 'B', companyId: saas.id });
    await people(db, home, 1, { leadGrade: 'A' });

    const drafted = await sam.say('A launch campaign for A-grade SaaS leads');
    expect(drafted.reply.text).toContain('I drafted **Launch** for 3 people, 2 of 5 are left out.');
    expect(drafted.reply.text).toContain('Nothing was sent. Tell me what you want to say about launch');
    expect(cardsOf(drafted)).toContain('Hello Person');
    expect(await crm.store.model(EmailMessage).countDocuments({ workspaceId: home.workspaceId })).toBe(0);

    const out = await sam.say('Who is left out, and why?');
    expect(out.reply.text).toMatch(/2 of 5 people are left out of \*\*Launch\*\*: 2: .*consent/);

    const early = await sam.say('Send the campaign now');
    expect(early.reply.text).toContain(
      'cannot go out: it does not say yet: what you want to say about launch',
    );

    const filled = await sam.say('Say in the campaign that the new version costs 49 a month');
    expect(cardsOf(filled)).toContain('The new version costs 49 a month.');

    const tested = await sam.say('Test it on me');
    expect(tested.reply.text).toContain('A test of **Launch** is on its way to');
    const [test] = await crm.store.model(EmailMessage).find({ workspaceId: home.workspaceId }).lean();
    expect(test).toMatchObject({ purpose: 'personal', subject: '[Test] Launch' });

    const proposed = await sam.say('Tuesday 10, in their own time');
    expect(cardsOf(proposed)).toContain('3 at Tue 1 Dec, 10:00 AM (America/New_York)');
    expect(cardsOf(proposed)).toContain(account.address);
    const [draft] = (await crm.records(Campaign).find(home.scope)).records;
    expect(draft?.status).toBe('draft');
    await sam.decide(approvalOf(proposed), 'approve');
    const scheduled = await runs.read(draft as never);
    expect(scheduled).toMatchObject({ status: 'scheduled', approved: { count: 3 } });
    expect(scheduled.startsAt?.toISOString()).toBe('2026-12-01T15:00:00.000Z');

    const held = await sam.say('Stop!');
    expect(held.reply.text).toContain('**Launch** does not go out');
    await sam.decide(approvalOf(await sam.say('Send the campaign now')), 'approve');
    const going = await runs.read(draft as never);
    await runs.start(going);
    await runs.round(going);
    await runs.deliver(going, 'sent', 1);

    const stopped = await sam.say('Stop!');
    expect(stopped.reply.text).toContain('Paused **Launch**: 1 person got it, 2 did not.');
    expect(await runs.deliver(going)).toBe(0);

    const wrong = await sam.say('The price was wrong');
    expect(wrong.reply.text).toContain('Paused is **Launch**: 1 person got it, 2 did not.');
    expect(wrong.reply.suggestions).toContain('Send a correction to those who got it');
    const right = await sam.say('Change 49 to 59 in the campaign');
    expect(cardsOf(right)).toContain('costs 59 a month');
    const again = await sam.say('Go on with the campaign');
    expect(cardsOf(again)).toContain('costs 59 a month');
    await sam.decide(approvalOf(again), 'approve');
    await runs.round(going);
    expect(await runs.deliver(going)).toBe(2);
    await runs.round(going);
    expect((await runs.read(going)).status).toBe('finished');

    const correction = await sam.say('Send a correction to those who got it');
    // nobody gets two in a day
    expect(correction.reply.text).toContain(
      'I drafted **Correction of Launch** for 0 people, 3 of 3 are left',
    );
    expect(cardsOf(correction)).toContain('They have had a marketing mail today');

    const figures = await sam.say('How did the campaign Launch do?');
    expect(figures.reply.text).toContain('3 people got it');
  });

  it('takes somebody off all of them, and back', async ({ db, home, sam }) => {
    const bob = await aContact(db.crm, home.scope, {
      name: 'Bob Stone',
      email: 'bob@x.example',
      consent: 'given',
    });
    const done = await sam.say('Unsubscribe Bob Stone from marketing');
    expect(done.reply.text).toContain('**Bob Stone** gets no campaigns or sequences any more');
    expect((await db.crm.records(Contact).get(home.scope, bob.id)).consent).toBe('withdrawn');
    await sam.say('Undo that');
    expect((await db.crm.records(Contact).get(home.scope, bob.id)).consent).toBe('given');
  });

  it('says why somebody gets none, and takes off the list only whom the team has put there', async ({
    db,
    home,
    sam,
  }) => {
    const consent = 'given';
    const ada = await aContact(db.crm, home.scope, {
      name: 'Ada Quist',
      email: 'ada@quist.example',
      consent,
    });
    await aContact(db.crm, home.scope, { name: 'Paul Reyes', email: 'paul@reyes.example', consent });
    expect((await sam.say('May we write to Ada Quist?')).reply.text).toContain(
      'campaigns and sequences included',
    );
    await sam.say('Never mail Ada Quist again');
    expect((await sam.say('Why did Ada Quist get nothing?')).reply.text).toContain('The team has said');
    expect(cardsOf(await sam.say('Show me the suppression list'))).toContain('ada@quist.example');
    await sam.decide(approvalOf(await sam.say('Take Ada Quist off the suppression list')), 'approve');
    expect(await db.crm.records(Contact).get(home.scope, ada.id)).toMatchObject({ consent: 'unknown' });
    expect((await sam.say('Who is on the suppression list?')).reply.text).toContain(
      'Nobody is kept from mail',
    );

    await unsubscribe(db.crm, { workspaceId: home.workspaceId, address: 'paul@reyes.example', topic: '' });
    const refused = await sam.say('Take Paul Reyes off the suppression list');
    expect(refused.reply.text).toContain('until they agree anew');
  });

  it('goes to whom a saved view lists', async ({ db, home, sam }) => {
    await readyForMarketing(db, home);
    await people(db, home, 2, { city: 'Hamburg' });
    await people(db, home, 3, { city: 'Lima' });
    const views = db.crm.records(SavedView);
    const own = { userId: home.scope.actor.id };
    const where = [{ field: 'city', op: 'eq' as const, value: 'Hamburg' }];
    await views.create(home.scope, { ...own, name: 'Northern leads', entity: 'contact', filter: { where } });
    const drafted = await sam.say('Create a campaign about planners for the list Northern leads');
    expect(drafted.reply.text).toContain('for 2 people');
    expect(drafted.reply.text).toContain('the saved view of that name');
    const unknown = await sam.say('Create a campaign about planners for the list Southern leads');
    expect(unknown.reply.text).toContain('There is no saved view “Southern leads”');
  });

  it('asks whom words mean that nothing is known of', async ({ db, home, sam }) => {
    await people(db, home, 1);
    const asked = await sam.say('Create a campaign about the fair for quantum leads');
    expect(asked.reply.text).toContain('Whom is it for?');
    expect((await sam.say('quantum leads')).reply.text).toContain('Nobody here is “quantum”');
    expect(await db.crm.records(Campaign).count(home.scope)).toBe(0);
  });
});
