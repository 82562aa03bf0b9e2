import { appendMessage, conversationOfThread } from '@clianta/agents/conversation/conversations';
import type { Reply } from '@clianta/agents/reply.schema';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope, type TokenLimits } from '@clianta/crm-core/entity/scope';

/** The conversation in which a token's person sees what a program has done or asked for in their name. */
export async function clientConversation(
  crm: CrmCore,
  scope: Scope,
  { id, name }: TokenLimits,
): Promise<ConversationRecord> {
  const place = { externalTeamId: scope.workspaceId, threadId: `token-${id}` };
  const conversation = await conversationOfThread(crm, scope, place);
  if (conversation.title !== Conversation.schema.shape.title.parse(undefined)) return conversation;
  const title = `${name} (MCP)`;
  return crm.records(Conversation).update(systemScope(scope.workspaceId), conversation.id, { title });
}

const replyIdOf = (turnId: string) => idFrom(`mcp-reply:${turnId}`);

/** What was answered to a call that was made before. */
export async function answeredBefore(
  crm: CrmCore,
  { workspaceId }: Scope,
  turnId: string,
): Promise<Reply | undefined> {
  const id = replyIdOf(turnId);
  const known = (await crm.records(ChatMessage).getMany(systemScope(workspaceId), [id])).get(id);
  return known && { text: known.text, cards: known.cards as unknown as Reply['cards'] };
}

/** Keeps a call that wrote or asked, so that people see it, decide on it and can undo it. @param said - the call in words */
export async function keepCall(
  crm: CrmCore,
  scope: Scope,
  conversation: ConversationRecord,
  said: string,
  { turnId, reply, approval }: TurnResult,
): Promise<void> {
  const call = { author: 'user', text: said, status: 'done', turnId } as const;
  await appendMessage(crm, scope, conversation, { ...call, id: idFrom(`mcp-call:${turnId}`) });
  await appendMessage(crm, scope, conversation, {
    author: 'assistant',
    text: reply.text,
    cards: reply.cards,
    status: approval ? 'waiting' : 'done',
    turnId,
    id: replyIdOf(turnId),
  });
}
