import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import {
  ChatMessage,
  type ChatMessageRecord,
} from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { approvalCard } from '../approvals.ts';
import type { ApprovalCard, Card } from '../reply.schema.ts';

/** The proposals of a conversation that a message may be about. */
export interface Waiting {
  /** Oldest first. */
  all: ApprovalRecord[];
  /** The one that was the last thing said before the message. */
  lastSaid?: ApprovalRecord;
}

/**
 * @param message - one that was begun before may have decided on a proposal already; that one counts as waiting, so
 *   that the message means the same as the first time
 */
export async function waitingApprovals(
  crm: CrmCore,
  conversation: ConversationRecord,
  message: ChatMessageRecord,
): Promise<Waiting> {
  if (message.action) return { all: [] };
  const system = systemScope(conversation.workspaceId);
  const found = await crm.records(Approval).find(system, {
    where: [
      { field: 'conversationId', op: 'eq', value: conversation.id },
      { field: 'expiresAt', op: 'gt', value: crm.now() },
    ],
    sort: 'createdAt',
    limit: 200,
  });
  const own = `${message.userId}/${message.id}`;
  const all = found.records.filter((one) => one.status === 'pending' || one.decidedBy === own);
  if (all.length === 0) return { all };
  const before = await crm.records(ChatMessage).find(system, {
    where: [
      { field: 'conversationId', op: 'eq', value: conversation.id },
      { field: 'author', op: 'eq', value: 'assistant' },
    ],
    sort: '-position',
    limit: 1,
  });
  const card = (before.records[0]?.cards as Card[] | undefined)?.findLast((one) => one.type === 'approval');
  const lastSaid = all.find((one) => card?.type === 'approval' && one.id === card.approvalId);
  return { all, ...(lastSaid && { lastSaid }) };
}

/** The proposals that a new one makes pointless: the same kind of change to some of the same records. */
export async function replacedBy(
  crm: CrmCore,
  workspaceId: string,
  waiting: readonly ApprovalRecord[],
  newId: string,
): Promise<ApprovalRecord[]> {
  const fresh = (await crm.records(Approval).getMany(systemScope(workspaceId), [newId])).get(newId);
  if (!fresh) return [];
  const touched = new Set(fresh.recordIds);
  return waiting.filter(
    (one) => one.id !== newId && one.tool === fresh.tool && one.recordIds.some((id) => touched.has(id)),
  );
}

/** A conversation that shows a proposal, the messages whose cards were brought up to date, and the card as it is now. */
export interface Redrawn {
  conversation: ConversationRecord;
  messages: ChatMessageRecord[];
  card: ApprovalCard;
}

/** Brings the cards of a proposal up to date wherever it is shown; first in the conversation it was asked for in. */
export async function redrawApproval(
  crm: CrmCore,
  workspaceId: string,
  approvalId: string,
): Promise<Redrawn[]> {
  const system = systemScope(workspaceId);
  const approval = (await crm.records(Approval).getMany(system, [approvalId])).get(approvalId);
  if (!approval) return [];
  const card = approvalCard(approval);
  const shownIn = [approval.conversationId, ...(approval.shownIn ?? [])].flatMap((id) => id ?? []);
  const conversations = await crm.records(Conversation).getMany(system, shownIn);
  const shown = await crm.store
    .model('chatMessage')
    .find({ workspaceId, conversationId: { $in: shownIn }, 'cards.approvalId': approvalId })
    .select({ _id: 1, cards: 1 })
    .lean<Array<{ _id: string; cards: Card[] }>>();
  const messages: ChatMessageRecord[] = [];
  for (const one of shown) {
    const cards = one.cards.map((other) =>
      other.type === 'approval' && other.approvalId === approvalId ? card : other,
    );
    const status = cards.some((other) => other.type === 'approval' && other.status === 'pending')
      ? 'waiting'
      : 'done';
    messages.push(await crm.records(ChatMessage).update(system, one._id, { cards, status }));
  }
  return shownIn.flatMap((id) => {
    const conversation = conversations.get(id);
    const own = messages.filter(({ conversationId }) => conversationId === id);
    return conversation ? [{ conversation, messages: own, card }] : [];
  });
}
