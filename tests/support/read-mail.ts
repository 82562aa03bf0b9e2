import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';

interface Whose {
  scope: Scope;
  system: Scope;
}

/** A mailbox that nothing is sent from. */
export const anAccount = (crm: CrmCore, { scope, system }: Whose) =>
  crm.records(EmailAccount).create(system, {
    address: `${newId()}@own.example`,
    displayName: 'Sam Lee',
    ownerId: scope.actor.id,
    smtp: { host: 'smtp.own.example', port: 465, security: 'tls' },
  });

/** A mail of somebody that was read an hour ago, in a thread of its own. */
export async function aReadMail(
  crm: CrmCore,
  home: Whose,
  contact: { id: string; name: string; email?: string },
  { subject, text }: { subject: string; text: string },
) {
  const account = await anAccount(crm, home);
  const from = { address: contact.email ?? '', name: contact.name };
  const at = new Date(Date.now() - 3_600_000);
  const people = { peopleIds: [home.scope.actor.id], contactIds: [contact.id] };
  const thread = await crm.records(EmailThread).create(home.system, {
    subject,
    people: [contact.name],
    lastAt: at,
    isUnanswered: true,
    count: 1,
    accountIds: [account.id],
    ...people,
  });
  const id = newId();
  const outside = `a mail from ${from.address}`;
  const messageId = `<${id}@x.example>`;
  await crm.records(EmailMessage).create(
    home.system,
    {
      direction: 'in',
      status: 'received',
      accountId: account.id,
      threadId: thread.id,
      messageId,
      references: ['<first@x.example>'],
      from,
      to: [{ address: account.address }],
      subject,
      sentAt: at,
      ...people,
    },
    { id, outside },
  );
  await crm.records(EmailBody).create(home.system, { text, peopleIds: people.peopleIds }, { id, outside });
  return { account, thread, messageId };
}
