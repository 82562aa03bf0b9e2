import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { logger } from '@clianta/crm-core/logger';

/** A lease is renewed well before it ends; another process takes over once it has. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;

/**
 * Runs work that only one process may do on a conversation at a time.
 *
 * @param owner - names this process
 * @returns false when another process holds the conversation; the work has not begun then
 */
export async function withLease(
  crm: CrmCore,
  owner: string,
  workspaceId: string,
  conversationId: string,
  work: (conversation: ConversationRecord) => Promise<void>,
): Promise<boolean> {
  const conversation = await lease(crm, owner, workspaceId, conversationId);
  if (!conversation) return false;
  const renewOnce = () =>
    void lease(crm, owner, workspaceId, conversationId).catch((err) =>
      logger.warn({ err, conversationId }, 'lease could not be renewed'),
    );
  const renew = setInterval(renewOnce, RENEW_MS);
  try {
    await work(conversation);
    return true;
  } finally {
    clearInterval(renew);
    await crm.store
      .model('conversation')
      .updateOne({ _id: conversationId, leaseOwner: owner }, { $unset: { leaseOwner: 1, leaseUntil: 1 } });
  }
}

async function lease(
  crm: CrmCore,
  owner: string,
  workspaceId: string,
  conversationId: string,
): Promise<ConversationRecord | undefined> {
  const now = new Date();
  const found = await crm.store
    .model('conversation')
    .findOneAndUpdate(
      {
        _id: conversationId,
        workspaceId,
        $or: [{ leaseOwner: owner }, { leaseUntil: null }, { leaseUntil: { $lt: now } }],
      },
      { $set: { leaseOwner: owner, leaseUntil: new Date(now.getTime() + LEASE_MS) } },
      { returnDocument: 'after' },
    )
    .lean<ConversationRecord & { _id: string }>();
  return found ? { ...found, id: found._id } : undefined;
}
