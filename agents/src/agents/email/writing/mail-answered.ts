import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import type { EmailMessageRecord } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import {
  EmailThread,
  type EmailThreadRecord,
} from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import type { ToolContext } from '../../../tool.ts';
import type { Recipient } from './recipient.ts';

/** The thread that was spoken of last. */
export async function threadSpokenOf({
  crm,
  scope,
  focus,
}: ToolContext): Promise<EmailThreadRecord | undefined> {
  const id = focus.find(({ entity }) => entity === EmailThread.name)?.id;
  return id ? (await crm.records(EmailThread).getMany(scope, [id])).get(id) : undefined;
}

/** The thread that a mail is of. */
export async function threadOf(
  { crm, scope }: ToolContext,
  { threadId }: Pick<EmailMessageRecord, 'threadId'>,
): Promise<EmailThreadRecord | undefined> {
  return threadId ? (await crm.records(EmailThread).getMany(scope, [threadId])).get(threadId) : undefined;
}

/** The newest thread with somebody that waits for an answer, else the newest one. */
export async function threadWith(
  { crm, scope }: ToolContext,
  { contact, address, companyId }: Recipient,
): Promise<EmailThreadRecord | undefined> {
  const about: Condition[] = contact
    ? [{ field: 'contactIds', op: 'contains', value: contact.id }]
    : companyId
      ? [{ field: 'companyIds', op: 'contains', value: companyId }]
      : [];
  const find = async (where: Condition[]) =>
    (
      await crm.records(EmailThread).find(scope, {
        where: [...about, ...where, { field: 'state', op: 'ne', value: 'trash' }],
        ...(about.length === 0 && address && { search: address }),
        sort: '-lastAt',
        limit: 1,
      })
    ).records[0];
  return (await find([{ field: 'isUnanswered', op: 'eq', value: true }])) ?? (await find([]));
}

/** What a mail says; undefined where only its head may be seen. */
export async function textOf({ crm, scope }: ToolContext, mailId: string): Promise<string | undefined> {
  return (await crm.records(EmailBody).getMany(scope, [mailId])).get(mailId)?.text;
}
