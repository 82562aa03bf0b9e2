import type { ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { type WhyNot, whyNot } from '@clianta/crm-core/marketing/outbox/may-receive';
import {
  Suppression,
  type SuppressionRecord,
} from '@clianta/crm-core/marketing/suppression/suppression.schema';
import type { TableCard } from '../../reply.schema.ts';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';

const SHOWN = 20;
const ADDRESSES = { one: 'address gets', many: 'addresses get' };

/** Whether somebody gets mail and campaigns; if not, why and since when. */
export async function mayBeMailed(context: ToolContext, name: string): Promise<ToolResult> {
  const contact = (await resolveOne(context, Contact, name, 'contact')) as ContactRecord;
  return { text: await inWords(context, contact), focus: [focusOf(Contact, contact)], isAnswer: true };
}

async function inWords(
  context: ToolContext,
  { id: contactId, name, email: address }: ContactRecord,
): Promise<string> {
  const { crm, scope } = context;
  if (!address) return `**${name}** has no e-mail address, so no mail can reach them.`;
  const because = (why: WhyNot) =>
    `${why.text}${why.since ? ` That is so since ${formatDate(why.since, context)}.` : ''}`;
  const of = (purpose: 'personal' | 'marketing') =>
    whyNot(crm, scope.workspaceId, { address, contactId, purpose });
  const never = await of('personal');
  if (never) return `No mail at all goes to **${name}** (${address}). ${because(never)}`;
  const noMarketing = await of('marketing');
  return noMarketing
    ? `**${name}** (${address}) may be written to in person, but gets no campaigns or sequences. ${because(noMarketing)}`
    : `**${name}** (${address}) may be written to, campaigns and sequences included.`;
}

const REASONS: Readonly<Record<SuppressionRecord['reason'], string>> = {
  unsubscribe: 'unsubscribed',
  hardBounce: 'does not exist',
  softBounces: 'came back three times',
  complaint: 'marked mail as spam',
  stop: 'asked to stop',
  manual: 'the team said so',
};

/** Who gets no mail, or none of some kind. */
export async function suppressedPeople(context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const all = crm.records(Suppression);
  const { records } = await all.find(scope, { sort: '-createdAt', limit: SHOWN });
  const count = await all.count(scope, {});
  if (count === 0)
    return {
      text: 'Nobody is kept from mail. Who unsubscribes, or has an address that does not exist, is listed.',
      isAnswer: true,
    };
  return {
    text: `${counted(count, ADDRESSES)} no mail, or none of some kind.`,
    cards: [table(context, records, count)],
    isAnswer: true,
  };
}

const table = (context: ToolContext, records: readonly SuppressionRecord[], count: number): TableCard => ({
  type: 'table',
  title: 'No mail to',
  columns: [
    { key: 'address', label: 'Address' },
    { key: 'blocks', label: 'Gets no' },
    { key: 'reason', label: 'Why' },
    { key: 'since', label: 'Since' },
  ],
  rows: records.map((one) => ({
    cells: {
      address: one.address ?? 'a forgotten address',
      blocks: { all: 'mail at all', marketing: 'marketing', topic: `“${one.topic}”` }[one.scope],
      reason: REASONS[one.reason],
      since: formatDate(one.createdAt, context),
    },
  })),
  count,
});
