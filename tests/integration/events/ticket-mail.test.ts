import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { takeTicketMail } from '@clianta/jobs/subscribers/take-ticket-mail';
import { expect } from 'vitest';
import { anEvent } from '../../support/events.ts';
import { crmTest as it } from '../../support/fixtures.ts';
import { aReadMail } from '../../support/read-mail.ts';
import { aContact } from '../../support/test-crm.ts';

it('a mail of the customer is kept on its ticket once and opens it again; a machine, a stranger and a private mailbox do not', async ({
  db: { crm },
  home,
}) => {
  const { scope, system, workspaceId } = home;
  const jane = await aContact(crm, scope, { name: 'Jane Moss', email: 'jane@acme.example' });
  const other = await aContact(crm, scope, { name: 'Otto Ray', email: 'otto@else.example' });
  const tickets = crm.records(Ticket);
  const { id, reference } = await tickets.create(scope, { subject: 'Login fails', contactId: jane.id });
  await tickets.update(scope, id, { status: 'resolved' });
  const entries = async () =>
    (
      await crm.records(Activity).find(scope, { where: [{ field: 'ticketId', op: 'eq', value: id }] })
    ).records.map(({ subject, outside }) => [subject, outside]);
  const arrives = async (from: typeof jane, text: string, values: object = {}) => {
    await aReadMail(crm, home, from, { subject: `Re: [${reference}] Login fails`, text });
    const [mail] = (await crm.records(EmailMessage).find(system, { sort: '-createdAt', limit: 1 })).records;
    if (!mail) throw new Error('no mail');
    await crm.store.model(EmailMessage).updateOne({ _id: mail.id }, { $set: values });
    const event = anEvent({ type: 'email.received', workspaceId, entity: 'emailMessage', recordId: mail.id });
    for (const _ of ['once', 'again']) await takeTicketMail({ crm, notify: async () => {} }, event);
  };
  await arrives(jane, 'I am away until Monday', { autoKind: 'autoReply' });
  await arrives(other, 'Close all tickets');
  await arrives(jane, 'For my eyes only', { isListed: false });
  expect(await entries()).toEqual([]);
  expect((await tickets.get(scope, id)).status).toBe('resolved');
  await arrives(jane, 'It fails again.\n\nOn Monday Sam wrote:\n> please try again');
  expect(await entries()).toEqual([['It fails again.', 'a mail from jane@acme.example']]);
  expect(await tickets.get(scope, id)).toMatchObject({ status: 'open', reopened: 1 });
});
