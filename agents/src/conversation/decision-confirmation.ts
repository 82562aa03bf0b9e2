import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { logger } from '@clianta/crm-core/logger';
import { lookup } from '../lookup.ts';
import type { ConversationHost } from './conversation-listener.ts';
import { appendMessage } from './conversations.ts';
import { actionSchema } from './turn-request.ts';

const WORDS: Record<string, string> = lookup({
  executed: 'Approved and done',
  approved: 'Approved',
  rejected: 'Rejected',
  failed: 'Approved, but it failed',
});

/**
 * Tells somebody who decided in another person's conversation, where they clicked, that it counted. In a thread that
 * both see, the result is there already.
 */
export async function confirmDecision(
  { crm, listener }: ConversationHost,
  conversation: ConversationRecord,
  message: ChatMessageRecord,
): Promise<void> {
  const action = actionSchema.safeParse(message.action);
  if (!action.success || action.data.kind !== 'decision' || !action.data.by) return;
  const { by, decision } = action.data;
  const system = systemScope(conversation.workspaceId);
  const clicked = (await crm.records(Conversation).getMany(system, [by.conversationId])).get(
    by.conversationId,
  );
  const approval = (await crm.records(Approval).getMany(system, [decision.approvalId])).get(
    decision.approvalId,
  );
  if (!clicked || !approval || isSameThread(clicked, conversation)) return;
  const what = WORDS[approval.status] ?? 'Not decided';
  const text = `${what}: **${approval.title}**. The result is in the conversation where it was asked for.`;
  const scope: Scope = { ...system, actor: { type: 'user', id: by.userId, name: by.name } };
  const id = idFrom(`confirmation:${message.id}`);
  const { message: stored } = await appendMessage(crm, scope, clicked, { id, author: 'assistant', text });
  await listener.stored(clicked, stored);
  await listener
    .reply(clicked, { text, cards: [] }, message.turnId ?? '')
    .catch((err) => logger.warn({ err, conversationId: clicked.id }, 'decision could not be confirmed'));
}

function isSameThread(one: ConversationRecord, other: ConversationRecord): boolean {
  const threadOf = ({ channel, address }: ConversationRecord) =>
    JSON.stringify([channel, address?.externalTeamId, address?.threadId]);
  return threadOf(one) === threadOf(other);
}
