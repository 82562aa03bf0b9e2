import type { CrmCore } from '../../crm-core.ts';
import { bareSubject, hasReplyPrefix } from '../drafts/answer-to.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { EmailThread } from '../email-thread/email-thread.schema.ts';
import type { ArrivingMail } from './arriving-mail.ts';

/** So long an answer without references belongs to what bears its subject. */
const SUBJECT_MS = 7 * 86_400_000;

/**
 * The thread that a mail belongs to: that of any mail it refers to, or that refers to it, for they are read in no order. The
 * subject alone is enough only for an answer, among the same people, within a week.
 */
export async function findThread(
  crm: CrmCore,
  workspaceId: string,
  { messageId, inReplyTo, references, subject, sentAt, from, to, cc }: ArrivingMail,
): Promise<string | undefined> {
  const before = [...new Set([...references, ...(inReplyTo ? [inReplyTo] : [])])];
  const related = await crm.store
    .model(EmailMessage)
    .find({
      workspaceId,
      threadId: { $exists: true },
      $or: [{ messageId: { $in: before } }, { references: messageId }],
    })
    .select('messageId threadId')
    .limit(200)
    .lean<Array<{ messageId: string; threadId: string }>>();
  // the nearest one: the last that it refers to
  const [nearest] = related.toSorted(
    (a, b) => before.lastIndexOf(b.messageId) - before.lastIndexOf(a.messageId),
  );
  if (nearest) return nearest.threadId;
  if (before.length > 0 || !hasReplyPrefix(subject)) return undefined;
  const people = [...new Set([from, ...to, ...cc].map(({ address }) => address))];
  const [same] = await crm.store
    .model(EmailThread)
    .find({
      workspaceId,
      isDeleted: false,
      bareSubject: bareSubject(subject),
      addresses: { $all: people },
      lastAt: { $gte: new Date(sentAt.getTime() - SUBJECT_MS), $lte: sentAt },
    })
    .sort({ lastAt: -1 })
    .limit(1)
    .lean<Array<{ _id: string }>>();
  return same?._id;
}
