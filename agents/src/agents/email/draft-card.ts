import { EmailDraft, type EmailDraftRecord } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import { mailboxOf } from '@clianta/crm-core/marketing/outbox/queue-mail';
import type { Card } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { inWords, type NewDraft } from './writing/compose.ts';

/** The mail itself, as it would go out. */
export function mailInWords({ to, cc, subject, text, missing, attachments }: NewDraft): string {
  const lines = [
    `**To:** ${(to ?? []).map(inWords).join(', ') || 'nobody yet'}`,
    ...(cc?.length ? [`**Cc:** ${cc.map(inWords).join(', ')}`] : []),
    `**Subject:** ${subject || '—'}`,
    ...(attachments?.length ? [`**Attached:** ${attachments.map(({ name }) => name).join(', ')}`] : []),
    '',
    ...(text ?? '').trim().split('\n'),
  ];
  const gaps = missing?.length ? `\n\nIt has gaps: **${missing.join(', ')}** is empty.` : '';
  return `${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}${gaps}`;
}

export async function draftCards(
  context: ToolContext,
  draft: EmailDraftRecord,
  badge: string,
  changed: readonly string[] = [],
): Promise<Card[]> {
  return [await recordCard(context, EmailDraft, draft, { badge, changed, ...undoable(context) })];
}

/** That nothing can be sent yet, and what to do about it; empty where a mailbox is connected. */
export async function withoutMailbox({ crm, scope }: ToolContext): Promise<string> {
  const account = await mailboxOf(crm, scope.workspaceId, scope.actor.id);
  return account ? '' : '\n\nNo mailbox is connected: to send it, connect one under Settings, Mailboxes.';
}

/** What the conversation has in mind after it: the draft, and whom it is to. */
export async function draftFocus({ crm, scope, catalogue }: ToolContext, draft: EmailDraftRecord) {
  const contact = catalogue.spoken.find(({ name }) => name === 'contact');
  const people = contact ? [...(await crm.records(contact).getMany(scope, draft.contactIds)).values()] : [];
  return [focusOf(EmailDraft, draft), ...(contact ? people.map((one) => focusOf(contact, one)) : [])];
}
