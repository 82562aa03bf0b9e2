import type { ApprovalCard, Card } from '@clianta/agents/reply.schema';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { countView } from '@clianta/crm-core/crm/proposal/count-view';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

type World = { db: { crm: Parameters<typeof aCompany>[0] }; home: { scope: Parameters<typeof aCompany>[1] } };

async function proposalsOf({ db, home }: World): Promise<ProposalRecord[]> {
  return (await db.crm.records(Proposal).find(home.scope, { sort: 'revision', limit: 50 })).records;
}
const last = async (world: World): Promise<ProposalRecord> => {
  const found = (await proposalsOf(world)).at(-1);
  if (!found) throw new Error('there is no proposal');
  return found;
};
const textOf = ({ reply }: TurnResult) => reply.text;
const approvalIn = ({ reply }: TurnResult): ApprovalCard => {
  const card = reply.cards.find((one: Card): one is ApprovalCard => one.type === 'approval');
  if (!card) throw new Error(`no approval: ${reply.text}`);
  return card;
};

async function acme({ db, home }: World) {
  const company = await aCompany(db.crm, home.scope, { name: 'Acme' });
  const jonas = await aContact(db.crm, home.scope, {
    name: 'Jonas Weber',
    email: 'jonas@acme.example',
    companyId: company.id,
  });
  const deal = await aDeal(db.crm, home.scope, { title: 'Acme seats', companyId: company.id });
  return { company, jonas, deal };
}

describe('proposals, said', () => {
  it('go from a sentence to an answer', async ({ db, home, sam }) => {
    const { deal } = await acme({ db, home });
    const drafted = await sam.say('A proposal for Acme, 40 seats at 30');
    expect(textOf(drafted)).toContain('$1,200.00');
    expect(await last({ db, home })).toMatchObject({
      reference: 'P1',
      dealId: deal.id,
      totalMinor: 120_000,
      lines: [{ text: 'Seats', quantity: 40, unitMinor: 3_000 }],
    });
    expect(textOf(await sam.say('10 percent off'))).toContain('$1,080.00');
    expect(textOf(await sam.say('19 VAT'))).toContain('$1,285.20');
    const pdf = await sam.say('show it as PDF');
    expect(pdf.reply.cards[0]).toMatchObject({
      type: 'file',
      name: 'P1 Acme seats.pdf',
      mediaType: 'application/pdf',
    });

    // others of that name are at other companies
    await aContact(db.crm, home.scope, { name: 'Jonas Ray', email: 'jonas@else.example' });
    const asked = await sam.say('send it to Jonas');
    const approval = approvalIn(asked);
    expect(approval.title).toBe('Send P1 to Jonas Weber (jonas@acme.example)');
    expect(approval.changes).toContainEqual({ label: 'PDF', to: 'P1 Acme seats.pdf' });
    expect((await last({ db, home })).status).toBe('draft');
    const sent = await sam.decide(approval.approvalId, 'approve');
    expect(textOf(sent)).toMatch(/nothing was mailed/);
    expect(textOf(sent)).toMatch(/mailto:jonas@acme\.example\?subject=Proposal%20P1/);
    expect(textOf(sent)).toMatch(/http:\/\/localhost:3000\/offer\/[\w-]{43}/);
    expect(await last({ db, home })).toMatchObject({ status: 'sent', totalMinor: 128_520 });

    expect(textOf(await sam.say('did they open it?'))).toContain('Nobody has opened its page yet');
    await countView(db.crm, await last({ db, home }));
    expect(textOf(await sam.say('did they open it?'))).toContain('Opened once, first');

    const revised = await sam.say('make it 45');
    expect(textOf(revised)).toContain('revision 2');
    expect(await last({ db, home })).toMatchObject({
      revision: 2,
      status: 'draft',
      lines: [{ quantity: 45 }],
    });

    const yes = await sam.say('they said yes');
    expect(await last({ db, home })).toMatchObject({
      revision: 2,
      status: 'accepted',
      signer: { name: 'Jonas Weber' },
    });
    expect(textOf(yes)).toContain('still open');
    expect((await db.crm.records(Opportunity).get(home.scope, deal.id)).status).toBe('open');
    expect(yes.reply.cards.at(-1)).toMatchObject({
      type: 'choice',
      title: 'Mark the deal Acme seats as won?',
    });
    await sam.say('yes, it is won');
    expect((await db.crm.records(Opportunity).get(home.scope, deal.id)).status).toBe('won');
  });
});

it('a proposal is mailed from the mailbox that was shown, once, and by hand when that is another by then', async ({
  db,
  home,
  sam,
}) => {
  const { crm } = db;
  const { jonas, deal } = await acme({ db, home });
  const mailbox = await crm.records(EmailAccount).create(home.scope, {
    address: 'sam@own.example',
    ownerId: home.scope.actor.id,
    smtp: { host: 'smtp.own.example', port: 465 },
  });
  const mails = async () => (await crm.records(EmailMessage).find(home.system, { limit: 9 })).records;
  const asked = async () => approvalIn(await sam.say('send it to Jonas'));
  await sam.say('A proposal for Acme, 40 seats at 30');
  const first = await asked();
  expect(first.changes).toContainEqual({
    label: 'Mail',
    to: 'From sam@own.example to jonas@acme.example, with the link and the PDF',
  });
  expect(textOf(await sam.decide(first.approvalId, 'approve'))).toContain(
    'on its way to **jonas@acme.example** from sam@own.example',
  );
  expect(await mails()).toMatchObject([
    {
      status: 'queued',
      purpose: 'personal',
      contactIds: [jonas.id],
      opportunityId: deal.id,
      attachments: [{ name: 'P1 Acme seats.pdf', type: 'application/pdf' }],
    },
  ]);
  expect(textOf(await sam.say('send it again'))).not.toContain('on its way');
  await sam.say('make it 45');
  const second = await asked();
  await crm.records(Contact).update(home.scope, jonas.id, { email: 'eve@evil.example' });
  expect(textOf(await sam.decide(second.approvalId, 'approve'))).toContain('has changed since you saw it');
  await crm.records(EmailAccount).delete(home.scope, mailbox.id);
  expect(await mails()).toHaveLength(1);
});
