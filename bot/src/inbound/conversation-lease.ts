import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { logger } from '@clianta/crm-core/logger';
import { LEASE_MS, whileRenewing } from '@clianta/crm-core/work/lease';

/**
 * Runs work that only one process may do on a conversation at a time; another takes over seconds after its death.
 *
 * No work that waits, though it has the same leases: the queue of a conversation is its stored messages, which a channel
 * has acknowledged by storing them, and their order is that of the conversation. A job for each would be a second queue
 * to keep in step with the first, and its data would be nothing but the conversation that this reads anyway.
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
  const renew = async () => {
    try {
      await lease(crm, owner, workspaceId, conversationId);
    } catch (err) {
      logger.warn({ err, conversationId }, 'lease could not be renewed');
    }
  };
  try {
    await whileRenewing(renew, () => work(conversation));
    return true;
  } finally {
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
