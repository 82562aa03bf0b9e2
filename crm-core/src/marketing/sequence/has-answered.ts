import type { ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { EmailAccount, type EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import type { SequenceEnrollmentRecord } from './sequence-enrollment.schema.ts';

export interface Answer {
  kind: 'reply' | 'bounce' | 'autoReply';
  messageId: string;
  at: Date;
}

/**
 * What came in from somebody since they were enrolled: from any of their addresses, or to one of its mails. Mail of one's own
 * mailboxes is no answer.
 */
export async function answerOf(
  crm: CrmCore,
  enrollment: SequenceEnrollmentRecord,
  { email, otherEmails = [] }: ContactRecord,
  since = enrollment.enrolledAt ?? enrollment.createdAt,
): Promise<Answer | undefined> {
  const { workspaceId, sentIds } = enrollment;
  const addresses = [...(email ? [email] : []), ...otherEmails];
  const { cached } = await crm.facts(workspaceId);
  const own = ((cached.get(EmailAccount.name) ?? []) as EmailAccountRecord[]).flatMap(
    ({ address, aliases }) => [address, ...aliases],
  );
  const found = await crm.store
    .model(EmailMessage)
    .find({
      workspaceId,
      direction: 'in',
      isDeleted: false,
      sentAt: { $gte: since },
      autoKind: { $in: ['none', 'autoReply', 'bounce'] },
      'from.address': { $nin: own },
      $or: [
        { 'from.address': { $in: addresses } },
        ...(sentIds.length > 0 ? [{ inReplyTo: { $in: sentIds } }, { references: { $in: sentIds } }] : []),
      ],
    })
    .sort({ sentAt: -1 })
    .limit(20)
    .lean<Array<{ _id: string; autoKind: 'none' | 'autoReply' | 'bounce'; sentAt: Date }>>();
  // a person's word counts more than that of their machine
  const chosen =
    found.find(({ autoKind }) => autoKind === 'none') ??
    found.find(({ autoKind }) => autoKind === 'bounce') ??
    found[0];
  if (!chosen) return undefined;
  const kind = chosen.autoKind === 'none' ? 'reply' : chosen.autoKind;
  return { kind, messageId: chosen._id, at: chosen.sentAt };
}
