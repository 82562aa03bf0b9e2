import { parseInstant } from '@clianta/crm-core/entity/filter';
import { foldWords } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { bareSubject } from '@clianta/crm-core/marketing/drafts/answer-to';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';
import { recipientCalled } from './writing/recipient.ts';

/** Which of the mails that came in are meant: whose, about what, and when they came. */
export const mailsShape = {
  from: slot(
    { kind: 'person' },
    z.string().describe('Whose mails: a contact, company, teammate or address'),
  ).optional(),
  about: slot({ kind: 'text' }, z.string().trim().min(1).max(998))
    .describe('Their subject, or words of it')
    .optional(),
  period: slot({ kind: 'period' }, z.strictObject({ from: z.string(), to: z.string() }))
    .describe('When they came')
    .optional(),
};

export interface MailsSaid {
  from?: string | undefined;
  about?: string | undefined;
  period?: { from: string; to: string } | undefined;
}

/** More at once nobody means. */
const MOST = 500;

/** Mails that came in and are not in the trash, the newest first. @throws AskBack for a name that means several */
export async function mailsMeant(
  context: ToolContext,
  { from, about, period }: MailsSaid,
): Promise<EmailMessageRecord[]> {
  const { crm, scope } = context;
  const sender = from === undefined ? {} : await sentBy(context, from);
  const ids = await crm.store
    .model(EmailMessage)
    .find({
      workspaceId: scope.workspaceId,
      isDeleted: false,
      direction: 'in',
      status: 'received',
      ...sender,
      ...(period && { sentAt: within(context, period) }),
    })
    .sort({ sentAt: -1 })
    .select('_id')
    .limit(MOST)
    .lean<Array<{ _id: string }>>();
  // read as the one who asks, so that nobody's mail but theirs is found
  const seen = await crm.records(EmailMessage).getMany(
    scope,
    ids.map(({ _id }) => _id),
  );
  const mails = ids.flatMap(({ _id }) => seen.get(_id) ?? []);
  return withoutTrash(context, about === undefined ? mails : mailsAbout(mails, about));
}

async function sentBy(context: ToolContext, name: string) {
  const { contact, address, companyId } = await recipientCalled(context, name, 'from');
  const addresses = [address, contact?.email, ...(contact?.otherEmails ?? [])].flatMap((one) => one ?? []);
  if (addresses.length > 0) return { 'from.address': { $in: addresses.map((one) => one.toLowerCase()) } };
  if (companyId) return { companyIds: companyId };
  throw new InvalidError(`I know no e-mail address of ${name}. Say the address, or add it first.`);
}

/** Of that very subject, where there are any; else those that have all of the words. */
function mailsAbout(mails: readonly EmailMessageRecord[], about: string): EmailMessageRecord[] {
  const plain = (text: string) => foldWords(bareSubject(text)).join(' ');
  const wanted = plain(about);
  const same = mails.filter(({ subject }) => plain(subject) === wanted);
  if (same.length > 0) return same;
  const words = foldWords(about);
  return mails.filter(({ subject }) => {
    const own = new Set(foldWords(subject));
    return words.every((word) => own.has(word));
  });
}

async function withoutTrash(
  { crm, scope }: ToolContext,
  mails: readonly EmailMessageRecord[],
): Promise<EmailMessageRecord[]> {
  const threads = await crm.records(EmailThread).getMany(
    scope,
    mails.flatMap(({ threadId }) => threadId ?? []),
  );
  return mails.filter(({ threadId }) => {
    const thread = threads.get(threadId ?? '');
    return thread !== undefined && !thread.isDeleted && thread.state !== 'trash';
  });
}

/** What reaches up to now has no end: clocks of mail servers differ. */
function within(context: ToolContext, { from, to }: { from: string; to: string }) {
  const end = instant(context, to);
  const isOpen = Math.abs(end.getTime() - context.now.getTime()) < 60_000;
  return { $gte: instant(context, from), ...(!isOpen && { $lt: end }) };
}

function instant(context: ToolContext, text: string): Date {
  const at = parseInstant(text, context);
  if (at) return at;
  throw new InvalidError(`“${text}” is not a time I understand. Try “last week”.`);
}

/** "mails from Nadia about “Budget”", for what there is none of. */
export function mailsInWords({ from, about, period }: MailsSaid): string {
  return ['mail', from && ` from ${from}`, about && ` about “${about}”`, period && ' of that time']
    .filter(Boolean)
    .join('');
}
