import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { Approval, type ApprovalStatus } from '@clianta/crm-core/conversations/approval/approval.schema';
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
import type { Card } from '../reply.schema.ts';

/**
 * Brings the Undo buttons up to date of all changes that an undo has taken back, or, undone itself, has left standing.
 *
 * @param undoId - the group of writes of the undo
 * @returns the messages that look otherwise now, with their conversations
 */
export async function redrawUndos(
  crm: CrmCore,
  workspaceId: string,
  undoId: string,
): Promise<Array<{ conversation: ConversationRecord; message: ChatMessageRecord }>> {
  const system = systemScope(workspaceId);
  const audit = crm.store.model('userAction');
  const recordIds = await audit.distinct('recordId', { workspaceId, groupId: undoId });
  const touched = {
    workspaceId,
    recordId: { $in: recordIds },
    $or: [{ undoneBy: undoId }, { redoneBy: undoId }],
  };
  const groups = (await audit.distinct('groupId', touched)).map(String);
  if (groups.length === 0) return [];
  const standing = new Set<unknown>(
    await audit.distinct('groupId', { workspaceId, groupId: { $in: groups }, undoneAt: { $exists: false } }),
  );
  const undone = await settledApprovals(crm, workspaceId, groups, standing);
  const turns = await crm.records(AgentTurn).getMany(system, groups);
  const asked = [...new Set([...turns.values()].map(({ conversationId }) => conversationId))];
  const conversations = await crm.records(Conversation).getMany(system, asked);
  const shown = await crm.store
    .model('chatMessage')
    .find({
      workspaceId,
      conversationId: { $in: asked },
      $or: [{ 'cards.undoGroupId': { $in: groups } }, { 'cards.approvalId': { $in: [...undone.keys()] } }],
    })
    .select({ _id: 1, cards: 1, conversationId: 1 })
    .lean<Array<{ _id: string; cards: Card[]; conversationId: string }>>();
  const redrawn: Array<{ conversation: ConversationRecord; message: ChatMessageRecord }> = [];
  for (const { _id, cards, conversationId } of shown) {
    const conversation = conversations.get(conversationId);
    if (!conversation) continue;
    const next = cards.map((card) => withUndo(card, groups, standing, undone));
    const message = await crm.records(ChatMessage).update(system, _id, { cards: next });
    redrawn.push({ conversation, message });
  }
  return redrawn;
}

/** The approvals of what was done in these groups, by id, as they stand after it was undone, or stands again. */
async function settledApprovals(
  crm: CrmCore,
  workspaceId: string,
  groups: readonly string[],
  standing: ReadonlySet<unknown>,
): Promise<Map<string, ApprovalStatus>> {
  const system = systemScope(workspaceId);
  const approvals = crm.records(Approval);
  const { records } = await approvals.find(system, {
    where: [
      { field: 'turnId', op: 'in', value: groups },
      { field: 'status', op: 'in', value: ['executed', 'partly', 'undone'] },
    ],
    limit: 500,
  });
  const settled = new Map<string, ApprovalStatus>();
  for (const { id, turnId, status } of records) {
    const next = standing.has(turnId) ? (status === 'undone' ? 'executed' : status) : 'undone';
    settled.set(id, next);
    if (next !== status) await approvals.update(system, id, { status: next });
  }
  return settled;
}

function withUndo(
  card: Card,
  groups: readonly string[],
  standing: ReadonlySet<unknown>,
  approvals: ReadonlyMap<string, ApprovalStatus>,
): Card {
  if (card.type === 'approval') return { ...card, status: approvals.get(card.approvalId) ?? card.status };
  if (card.type !== 'record' && card.type !== 'table') return card;
  const { isUndone: _, ...bare } = card;
  const { undoGroupId } = bare;
  if (undoGroupId === undefined || !groups.includes(undoGroupId)) return card;
  return standing.has(undoGroupId) ? bare : { ...bare, isUndone: true };
}
