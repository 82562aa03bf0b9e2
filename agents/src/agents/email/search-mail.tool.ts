import { EmailDraft } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf, searchShape } from '../../tools/fields.ts';
import { focusOf, nearTo } from '../../tools/focus.ts';
import { formatDate, listed } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';
import { mailOfSender } from './mail-of-sender.ts';
import { inWords } from './writing/compose.ts';

const MOST_READ = 5;
const LONGEST = 4_000;

const input = z.strictObject({
  ...searchShape(EmailThread),
  text: slot({ kind: 'text', isSought: true }, z.string())
    .optional()
    .describe('Words of the subject, or of who it is with'),
  thread: oneOf(EmailThread).describe('One thread, to read what its mails say').optional(),
  read: z.boolean().optional().describe('What the newest one that matches says'),
  from: z
    .string()
    .optional()
    .describe('Only whether, how often and when this teammate, contact or address has written'),
  since: z.iso.date().optional().describe('With from: the first day'),
  drafts: z.boolean().optional().describe('Mails that were written and not sent, instead'),
});

export const searchMail: Tool = defineTool({
  name: 'search_mail',
  does: 'Looking through the mail',
  operation: 'list',
  entity: EmailThread.name,
  description:
    'Lists or counts e-mail threads of the inbox: with whom, when, unanswered, state, assignee, company, deal. Or reads one: its newest mails with their text. Or lists the drafts.',
  input,
  effect: 'read',
  decides: ({ thread, read }) => (thread || read ? undefined : 'count'),
  slash: {
    command: 'mail',
    args: () => ({ where: [{ field: 'state', op: 'in', value: ['open', 'waiting'] }] }),
  },
  async run({ thread, read, drafts, from, since, ...args }, context): Promise<ToolResult> {
    if (from !== undefined) return mailOfSender(context, from, since);
    if (drafts) return searched(context, EmailDraft, {}, [{ field: 'status', op: 'eq', value: 'draft' }]);
    if (thread) return threadRead(context, (await resolveOne(context, EmailThread, thread, 'thread')).id);
    const isEmpty = (await context.crm.records(EmailThread).count(context.scope, {})) === 0;
    if (isEmpty)
      return { text: `No mail was read yet that you may see. ${await whatReads(context)}`, isAnswer: true };
    const found = await searched(context, EmailThread, args as SearchArgs, withoutTrash(args as SearchArgs));
    const first = found.focus?.[0]?.id;
    return read && first ? threadRead(context, first) : found;
  },
});

/** What there is to do before there is mail. */
async function whatReads({ crm, scope }: ToolContext): Promise<string> {
  const { records } = await crm.records(EmailAccount).find(scope, { limit: 20 });
  const read = records.filter(({ imap, state }) => imap && (state === 'ok' || state === 'syncing'));
  if (read.length > 0)
    return `${listed(read.map(({ address }) => address))} ${read.length === 1 ? 'is' : 'are'} read every five minutes; mail with people who are contacts appears here.`;
  return records.length > 0
    ? 'No connected mailbox can be read: look at it under Settings, Mailboxes.'
    : 'Connect a mailbox under Settings, Mailboxes; its mail appears here within minutes.';
}

/** What is in the trash is looked for by asking for it. */
const withoutTrash = ({ where = [], anyOf = [] }: SearchArgs) =>
  [...where, ...anyOf.flat()].some(({ field }) => field === 'state')
    ? []
    : [{ field: 'state', op: 'ne' as const, value: 'trash' }];

async function threadRead(context: ToolContext, id: string): Promise<ToolResult> {
  const { crm, scope } = context;
  const thread = await crm.records(EmailThread).get(scope, id);
  const { records } = await crm.records(EmailMessage).find(scope, {
    where: [
      { field: 'threadId', op: 'eq', value: id },
      { field: 'status', op: 'in', value: ['received', 'sent', 'bounced'] },
    ],
    sort: '-sentAt',
    limit: MOST_READ,
  });
  const bodies = await crm.records(EmailBody).getMany(
    scope,
    records.map((mail) => mail.id),
  );
  const parts = records.map((mail) => {
    const body = bodies.get(mail.id)?.text.trim();
    const when = mail.sentAt ? `, ${formatDate(mail.sentAt, context)}` : '';
    const said = body === undefined ? '_Its text is its owner’s alone._' : quoted(body);
    const files =
      mail.attachments.length > 0 ? `\n> 📎 ${mail.attachments.map(({ name }) => name).join(', ')}` : '';
    return `**${inWords(mail.from)}**${when}\n${said}${files}`;
  });
  const from = records.find(({ direction }) => direction === 'in')?.from.address;
  const more =
    thread.count > records.length ? `\n\nThe newest ${records.length} of ${thread.count} mails.` : '';
  return {
    text: `**${EmailThread.titleOf(thread)}**\n\n${parts.join('\n\n')}${more}`,
    cards: [await recordCard(context, EmailThread, thread)],
    focus: [focusOf(EmailThread, thread), ...(await nearTo(context, EmailThread, thread))],
    suggestions: ['Reply that …', 'Mark it as done', 'Snooze it until Monday'],
    isAnswer: true,
    ...(from && { isOutside: `a mail from ${from}` }),
  };
}

const quoted = (text: string): string =>
  (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
