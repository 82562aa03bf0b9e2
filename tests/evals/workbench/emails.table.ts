import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { bareSubject } from '@clianta/crm-core/marketing/drafts/answer-to';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import type { SentMail } from '../sent-mail.ts';
import { nameOf, SAM } from './people.ts';
import type { Email, Sandbox } from './sandbox.schema.ts';
import { instantOf, type WorkbenchTable } from './table.ts';

const mailId = (id: string) => idFrom(`workbench mail ${id}`);
const threadId = (id: string) => idFrom(`workbench thread ${id}`);
const messageIdOf = (id: string) => `<${id}@workbench.example>`;
const textOf = ({ body }: Email) => body.replaceAll('\\n', '\n');

/**
 * Its e-mails are mails of Sam's mailbox, each a thread of its own. One is gone once it lies in the trash, and one is new once
 * the outbox has taken it.
 */
export const emailsTable: WorkbenchTable<'emails'> = {
  name: 'emails',
  async fill(crm, { workspaceId, userId }, { emails }) {
    const account = await crm.records(EmailAccount).create(systemScope(workspaceId), {
      address: SAM.email,
      displayName: SAM.name,
      ownerId: userId,
      smtp: { host: 'mail.atlas.example', port: 465 },
    });
    const me = { address: SAM.email, name: SAM.name };
    const rows = emails.map((email) => {
      const at = instantOf(email.sentAt);
      const other = { address: email.correspondent, name: nameOf(email.correspondent) };
      return { email, at, other, isIn: email.box === 'inbox' };
    });
    const seen = { peopleIds: [userId], isListed: true };
    await insertRecords(
      crm,
      workspaceId,
      EmailThread.name,
      rows.map(({ email, at, other, isIn }) => ({
        id: threadId(email.id),
        createdAt: at,
        subject: email.subject,
        bareSubject: bareSubject(email.subject),
        people: [other.name],
        addresses: [other.address, me.address],
        lastAt: at,
        state: isIn ? 'open' : 'waiting',
        isUnanswered: isIn,
        accountIds: [account.id],
        ...{ contactIds: [], companyIds: [] },
        count: 1,
        ...seen,
      })),
    );
    await insertRecords(
      crm,
      workspaceId,
      EmailMessage.name,
      rows.map(({ email, at, other, isIn }) => ({
        id: mailId(email.id),
        createdAt: at,
        direction: isIn ? 'in' : 'out',
        status: isIn ? 'received' : 'sent',
        accountId: account.id,
        threadId: threadId(email.id),
        messageId: messageIdOf(email.id),
        contentHash: '',
        from: isIn ? other : me,
        to: [isIn ? me : other],
        subject: email.subject,
        ...{ references: [], cc: [], bcc: [], replyTo: [], attachments: [], contactIds: [], companyIds: [] },
        ...{ copies: [], autoKind: 'none', purpose: 'personal', attempts: 0 },
        addresses: [other.address, me.address],
        sentAt: at,
        ...seen,
      })),
    );
    await insertRecords(
      crm,
      workspaceId,
      EmailBody.name,
      rows.map(({ email, at }) => ({
        id: mailId(email.id),
        createdAt: at,
        text: textOf(email),
        peopleIds: [userId],
        isShared: false,
      })),
    );
  },
  changes(sandbox, { changes, sent = [] }) {
    const known = new Map(sandbox.emails.map(({ id }) => [threadId(id), id]));
    const gone = changes.filter(
      ({ entity, change, after }) =>
        entity === EmailThread.name && (change === 'deleted' || after.state === 'trash'),
    );
    return {
      removed: gone.flatMap(({ id }) => known.get(id) ?? []),
      rows: sent.flatMap((mail) => rowsOf(mail, sandbox)),
    };
  },
};

/** One for each who gets it. */
function rowsOf(mail: SentMail, sandbox: Sandbox): Email[] {
  const recipients = [...mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])];
  return recipients.map(({ address }, at) => ({
    id: at === 0 ? mail.id : `${mail.id}-${at}`,
    box: 'outbox',
    correspondent: address,
    sentAt: sandbox.now,
    ...contentOf(mail, sandbox),
  }));
}

/**
 * What a mail says. The sandbox's own answers bear the subject of what they answer, and what it passes on is the mail as it
 * came under "FW:".
 */
function contentOf({ subject, text, inReplyTo, references }: SentMail, { emails }: Sandbox) {
  const answered = inReplyTo && emails.find(({ id }) => messageIdOf(id) === inReplyTo);
  if (answered && subject === `Re: ${bareSubject(answered.subject)}`)
    return { subject: answered.subject, body: text };
  const passedOn = !inReplyTo && emails.find(({ id }) => messageIdOf(id) === references?.at(-1));
  const isWhole = passedOn && subject === `Fwd: ${bareSubject(passedOn.subject)}`;
  if (isWhole && text.trimEnd().endsWith(textOf(passedOn).trim()) && /^-{5,} ?Forwarded/.test(text))
    return { subject: `FW: ${passedOn.subject}`, body: passedOn.body };
  return { subject, body: text };
}
