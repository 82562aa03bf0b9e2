import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { startOfDay } from '@clianta/crm-core/entity/days';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { DateTime } from 'luxon';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';

const MAILS = { one: 'email', many: 'emails' };
/** Looked at; more need not be counted. */
const MOST = 200;

interface Sender {
  name: string;
  addresses: readonly string[];
}

/**
 * What somebody has written to us, newest first, and how many mails that is.
 *
 * @param from - a teammate or contact, by name, id or address
 * @param since - the first day, as 2026-11-26
 */
export async function mailOfSender(context: ToolContext, from: string, since?: string): Promise<ToolResult> {
  const { crm, scope } = context;
  const sender = await senderMeant(context, from);
  const first = since === undefined ? undefined : startOfDay(since, context.timeZone);
  const threads = await Promise.all(
    sender.addresses.map((search) =>
      crm.records(EmailThread).find(scope, { search, sort: '-lastAt', limit: MOST }),
    ),
  );
  const { records } = await crm.records(EmailMessage).find(scope, {
    where: [
      { field: 'status', op: 'eq', value: 'received' },
      {
        field: 'threadId',
        op: 'in',
        value: threads.flatMap((page) => page.records.map(({ id }) => id)),
      },
      ...(first ? [{ field: 'sentAt', op: 'gte' as const, value: first }] : []),
    ],
    sort: '-sentAt',
    limit: MOST,
  });
  const mails = records.filter(({ from: { address } }) => sender.addresses.includes(address));
  const [last] = mails;
  const when = first
    ? ` since ${DateTime.fromJSDate(first, { zone: context.timeZone }).toFormat('ccc d LLL yyyy')}`
    : '';
  if (!last)
    return {
      text: `**${sender.name}** has written nothing${when} that you may see.`,
      decided: 0,
      isAnswer: true,
    };
  return {
    text: `**${sender.name}** has written ${counted(mails.length, MAILS)}${when}, the last one${last.sentAt ? ` on ${formatDate(last.sentAt, context)}` : ''}: “${last.subject || 'no subject'}”.`,
    decided: mails.length,
    isOutside: `mail from ${sender.name}`,
    isAnswer: true,
  };
}

/** @throws NotFoundError for nobody of that name, AskBack for several */
async function senderMeant(context: ToolContext, from: string): Promise<Sender> {
  const { team } = await context.crm.facts(context.scope.workspaceId);
  const wanted = from.trim().toLowerCase();
  const mates = team.filter(
    ({ id, name, email }) => id === from || email === wanted || name.toLowerCase() === wanted,
  );
  const [mate] = mates;
  if (mate && mates.length === 1) return { name: mate.name, addresses: [mate.email.toLowerCase()] };
  if (wanted.includes('@')) return { name: wanted, addresses: [wanted] };
  const contact = await resolveOne(context, Contact, from, 'from');
  const { email, otherEmails = [] } = contact as typeof contact & { otherEmails?: string[] };
  return {
    name: contact.name,
    addresses: [email, ...otherEmails].flatMap((one) => one?.toLowerCase() ?? []),
  };
}
