import type { CrmCore } from '../../crm-core.ts';
import type { Condition } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import { EmailMessage, type EmailMessageRecord } from '../email-message/email-message.schema.ts';

/** What became of a mail that was sent. */
export interface MailFate {
  mail: EmailMessageRecord;
  /** A person answered in its thread after it. */
  isAnswered: boolean;
  /** A machine did: an absence, say. */
  hasAutoReply: boolean;
}

const LEFT = ['sent', 'bounced', 'unknown', 'failed'];

/** What became of the mails that a filter matches, newest first. */
export async function mailFates(
  crm: CrmCore,
  scope: Scope,
  where: readonly Condition[],
  limit: number,
): Promise<MailFate[]> {
  const mails = crm.records(EmailMessage);
  const { records } = await mails.find(scope, {
    where: [
      { field: 'direction', op: 'eq', value: 'out' },
      { field: 'status', op: 'in', value: LEFT },
      ...where,
    ],
    sort: '-sentAt',
    limit,
  });
  const threads = [...new Set(records.flatMap(({ threadId }) => threadId ?? []))];
  if (threads.length === 0) return records.map((mail) => ({ mail, isAnswered: false, hasAutoReply: false }));
  const { records: answers } = await mails.find(scope, {
    where: [
      { field: 'direction', op: 'eq', value: 'in' },
      { field: 'threadId', op: 'in', value: threads },
    ],
    sort: '-sentAt',
    limit: 500,
  });
  return records.map((mail) => {
    const after = answers.filter(
      ({ threadId, sentAt }) => threadId === mail.threadId && (sentAt ?? 0) > (mail.sentAt ?? 0),
    );
    return {
      mail,
      isAnswered: after.some(({ autoKind }) => autoKind === 'none'),
      hasAutoReply: after.some(({ autoKind }) => autoKind === 'autoReply'),
    };
  });
}
