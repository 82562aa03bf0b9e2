import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { EmailMessage, type EmailMessageRecord } from '../email-message/email-message.schema.ts';
import { mailHead } from '../email-message/mail-head.ts';

const MOST_LOOKED_AT = 20;

/**
 * The mail of a thread that an answer goes to: the last one that a person wrote, theirs before ours; with what it refers to.
 *
 * @param meant - that very one instead
 * @throws InvalidError where only machines wrote
 */
export async function mailToAnswer(
  crm: CrmCore,
  scope: Scope,
  threadId: string,
  meant?: EmailMessageRecord,
): Promise<EmailMessageRecord> {
  if (meant) return { ...meant, ...(await mailHead(crm, meant)) };
  const { records } = await crm.records(EmailMessage).find(scope, {
    where: [
      { field: 'threadId', op: 'eq', value: threadId },
      { field: 'status', op: 'in', value: ['received', 'sent'] },
    ],
    sort: '-sentAt',
    limit: MOST_LOOKED_AT,
  });
  const people = records.filter(({ autoKind }) => autoKind === 'none');
  const mail = people.find(({ direction }) => direction === 'in') ?? people[0];
  if (!mail) throw new InvalidError('No person wrote in this thread, so there is nobody to answer.');
  return { ...mail, ...(await mailHead(crm, mail)) };
}
