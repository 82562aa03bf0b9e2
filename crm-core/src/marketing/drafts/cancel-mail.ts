import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { EmailMessage, type EmailMessageRecord } from '../email-message/email-message.schema.ts';
import { EmailDraft, type EmailDraftRecord } from './email-draft.schema.ts';

/** What has been begun may have reached a server. */
const NOT_BEGUN = ['queued', 'held'];

/**
 * Takes a mail out of the outbox, unless somebody has begun to send it: one conditional write decides. Its draft can be
 * changed and sent again then.
 *
 * @returns whether it was in time, and the mail as it is
 */
export async function cancelMail(
  crm: CrmCore,
  scope: Scope,
  draft: EmailDraftRecord,
): Promise<{ isCancelled: boolean; draft: EmailDraftRecord; mail: EmailMessageRecord | undefined }> {
  const { workspaceId } = scope;
  const { messageId } = draft;
  if (!messageId) return { isCancelled: false, draft, mail: undefined };
  const taken = await crm.store
    .model(EmailMessage)
    .collection.updateOne(
      { _id: messageId as never, workspaceId, status: { $in: NOT_BEGUN } },
      { $set: { status: 'cancelled', why: 'Cancelled before it went out', updatedAt: crm.now() } },
    );
  const mail = (await crm.records(EmailMessage).getMany(scope, [messageId])).get(messageId);
  if (taken.modifiedCount === 0 && mail?.status !== 'cancelled') return { isCancelled: false, draft, mail };
  const open =
    draft.status === 'draft'
      ? draft
      : await crm
          .records(EmailDraft)
          .update(scope, draft.id, { status: 'draft', messageId: null, sendAt: null } as never);
  return { isCancelled: true, draft: open, mail };
}
