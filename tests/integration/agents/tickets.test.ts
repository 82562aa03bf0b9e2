import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { anAccount } from '../../support/read-mail.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

/** A Friday, 16:00 in Berlin. */
const FRIDAY = new Date('2026-11-20T15:00:00Z');
let now = FRIDAY;
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = FRIDAY;
});
const hoursLater = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

type World = { db: { crm: Parameters<typeof aCompany>[0] }; home: { scope: Parameters<typeof aCompany>[1] } };

async function ticketsOf({ db, home }: World): Promise<TicketRecord[]> {
  return (await db.crm.records(Ticket).find(home.scope, { sort: 'reference', limit: 50 })).records;
}

const theOne = async (world: World): Promise<TicketRecord> => {
  const [ticket, ...others] = await ticketsOf(world);
  if (!ticket || others.length > 0) throw new Error('there is not one ticket');
  return ticket;
};

const textOf = ({ reply }: TurnResult) => reply.text;
const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`no approval: ${reply.text}`);
  return card;
};

describe('support tickets, said', () => {
  it('are opened with their number and times, and never become contacts', async ({ db, home, sam }) => {
    const acme = await aCompany(db.crm, home.scope, { name: 'Acme' });
    const before = await db.crm.records(Contact).count(home.scope, {});
    const opened = await sam.say('Open a ticket: login fails for Acme');
    const ticket = await theOne({ db, home });
    expect(ticket).toMatchObject({
      subject: 'login fails',
      companyId: acme.id,
      status: 'new',
      reference: 'T1',
    });
    expect(textOf(opened)).toMatch(
      /Opened \*\*T1\*\*: login fails\. The first answer is due .*23 Nov|Nov 23/,
    );
    await sam.say('Create a ticket Printer on fire');
    expect((await ticketsOf({ db, home })).map(({ subject, reference }) => [reference, subject])).toEqual([
      ['T1', 'login fails'],
      ['T2', 'Printer on fire'],
    ]);
    const vague = await sam.say('printer on fire');
    expect(vague.reply.cards.filter(({ type }) => type === 'record')).toEqual([]);
    expect(await ticketsOf({ db, home })).toHaveLength(2);
    expect(await db.crm.records(Contact).count(home.scope, {})).toBe(before);
  });

  it('follow in short words what was spoken of last', async ({ db, home, sam }) => {
    await home.member('Carlos Vega');
    await sam.say('Open a ticket: export is broken');
    await sam.say('make it urgent');
    expect(await theOne({ db, home })).toMatchObject({ priority: 'urgent' });
    await sam.say('give it to Carlos');
    expect((await theOne({ db, home })).assigneeId).toBeDefined();
    await sam.say('fixed, cache cleared');
    expect(await theOne({ db, home })).toMatchObject({ status: 'resolved', resolution: 'cache cleared' });
    await sam.say('not fixed');
    expect(await theOne({ db, home })).toMatchObject({ status: 'open', reopened: 1 });
    await sam.say('escalate it');
    expect(await theOne({ db, home })).toMatchObject({ isEscalated: true });
    await sam.say('undo that');
    expect(await theOne({ db, home })).toMatchObject({ isEscalated: false });
  });

  it('are found by number, by when they are due and by what they are about', async ({ db, home, sam }) => {
    await sam.say('Open a ticket: login fails');
    await sam.say('open an urgent ticket: the portal is down');
    expect(textOf(await sam.say('open ticket T2'))).toContain('Here is **T2**: the portal is down');
    expect(await ticketsOf({ db, home })).toHaveLength(2);
    const due = await sam.say('what breaches on Monday?');
    expect(JSON.stringify(due.reply.cards)).toContain('the portal is down');
    expect(JSON.stringify(due.reply.cards)).not.toContain('login fails');
    expect(textOf(await sam.say('how many tickets are open?'))).toMatch(/0|no tickets/);
    expect(textOf(await sam.say('status of ticket T1'))).toContain('login fails');
  });

  it('keep what was said; the first answer counts once, late stays late, a note is none', async ({
    db,
    home,
    sam,
  }) => {
    await sam.say('open an urgent ticket: the portal is down');
    await sam.say('add an internal note to ticket T1: reproduced on staging');
    expect((await theOne({ db, home })).firstAnsweredAt).toBeUndefined();
    hoursLater(72);
    expect(textOf(await sam.say('reply to ticket T1: we are working on it'))).toContain('though late');
    const late = await theOne({ db, home });
    expect(late).toMatchObject({ status: 'open', isFirstLate: true, firstAnsweredAt: now });
    await sam.say('set the priority of ticket T1 to low');
    expect(await theOne({ db, home })).toMatchObject({ isFirstLate: true, priority: 'low' });
    const said = (
      await db.crm
        .records(Activity)
        .find(home.scope, { where: [{ field: 'ticketId', op: 'eq', value: late.id }], limit: 9 })
    ).records;
    expect(said.map(({ subject, isPublic }) => [subject, isPublic]).toSorted()).toEqual([
      ['reproduced on staging', false],
      ['we are working on it', true],
    ]);
  });

  it('are opened again by the customer within a week, and anew after it', async ({ db, home, sam }) => {
    const acme = await aCompany(db.crm, home.scope, { name: 'Acme' });
    await aContact(db.crm, home.scope, { name: 'Jane Moss', companyId: acme.id });
    await sam.say('open a ticket for Acme: login fails');
    await sam.say('resolve ticket T1: cache cleared');
    hoursLater(24);
    await sam.say("log the customer's reply on ticket T1: it fails again");
    expect(await theOne({ db, home })).toMatchObject({ status: 'open', reopened: 1 });
    await sam.say('resolve ticket T1');
    hoursLater(8 * 24);
    expect(textOf(await sam.say("log the customer's reply on ticket T1: now the export fails"))).toContain(
      'T2',
    );
    const [first, second] = await ticketsOf({ db, home });
    expect(first?.status).toBe('resolved');
    expect(second).toMatchObject({ subject: 'Again: login fails', companyId: acme.id, status: 'new' });
  });

  it('are measured: what is not due yet is left out', async ({ sam }) => {
    await sam.say('open an urgent ticket: one');
    await sam.say('reply to ticket T1: on it');
    hoursLater(72);
    await sam.say('open an urgent ticket: two');
    const { reply } = await sam.say('SLA report by priority');
    expect(reply.text).toContain('100% (1 of 1) were answered');
    expect(reply.text).toContain('0% (0 of 1) were solved');
    expect(reply.cards[0]).toMatchObject({
      type: 'table',
      rows: [{ cells: { name: 'Urgent', count: '2' } }],
    });
  });

  it('are answered by mail from the own mailbox after approval, what was said elsewhere is only kept', async ({
    db,
    home,
    sam,
  }) => {
    const { crm } = db;
    const jane = await aContact(crm, home.scope, { name: 'Jane Moss', email: 'jane@acme.example' });
    const { id } = await crm
      .records(Ticket)
      .create(home.scope, { subject: 'Login fails', contactId: jane.id });
    const queued = () =>
      crm.store.model(EmailMessage).find({ workspaceId: home.workspaceId, direction: 'out' }).lean();
    expect(textOf(await sam.say('reply to ticket T1: on it'))).toContain(
      'No mailbox is connected, so **nothing was mailed**',
    );
    const account = await anAccount(crm, home);
    const card = approvalOf(await sam.say('reply to ticket T1: please try again'));
    expect(card.changes).toContainEqual({
      label: 'Mail',
      to: `From ${account.address} to jane@acme.example`,
    });
    expect(await queued()).toEqual([]);
    const sent = await sam.decide(card.approvalId, 'approve');
    expect(textOf(sent)).toContain('The answer to **T1** is on its way to **jane@acme.example**');
    expect(await queued()).toMatchObject([{ subject: '[T1] Login fails', source: `ticket:${id}` }]);
    await sam.say('I answered ticket T1: by phone');
    expect(await queued()).toHaveLength(1);
  });

  it('about one problem are merged after approval; what comes to the merged one goes to the other', async ({
    db,
    home,
    sam,
  }) => {
    await sam.say('open a ticket: login fails');
    await sam.say('open a ticket: cannot sign in');
    await sam.say('internal note on ticket T2: seen on staging');
    expect(textOf(await sam.say('merge ticket T2 into T2'))).toContain('cannot be merged with itself');
    const card = approvalOf(await sam.say('merge ticket T2 into T1'));
    expect(card.title).toBe('Merge T2 into T1');
    const { reply } = await sam.decide(card.approvalId, 'approve');
    expect(reply.text).toBe('**T2** is part of **T1** now, and closed. 1 entry moved over.');
    const [first, second] = await ticketsOf({ db, home });
    expect(second).toMatchObject({ status: 'closed', mergedIntoId: first?.id });
    await sam.say("log the customer's reply on ticket T2: still broken");
    const entries = await db.crm
      .records(Activity)
      .find(home.scope, { where: [{ field: 'ticketId', op: 'eq', value: first?.id }] });
    expect(entries.records.map(({ subject }) => subject).toSorted()).toEqual([
      'seen on staging',
      'still broken',
    ]);
    expect((await ticketsOf({ db, home }))[1]?.status).toBe('closed');
  });

  it('are not given numbers twice', async ({ db, home }) => {
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        db.crm.records(Ticket).create(home.scope, { subject: `Case ${i}` }),
      ),
    );
    const references = (await ticketsOf({ db, home })).map(({ reference }) => reference);
    expect(new Set(references).size).toBe(12);
  });
});
