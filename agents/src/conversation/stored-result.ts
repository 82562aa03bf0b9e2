import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { z } from 'zod';
import { cardSchema } from '../reply.schema.ts';
import { type TurnResult, toolUseSchema } from '../turn-event.schema.ts';
import { replyId } from './conversations.ts';

/** Of these messages, those whose turns are over. */
export async function answeredOf(
  { store }: CrmCore,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<string[]> {
  const byReply = new Map(messageIds.map((id) => [replyId(id), id]));
  const replies = await store
    .model(ChatMessage)
    .find({ workspaceId, _id: { $in: [...byReply.keys()] } })
    .select({ _id: 1 })
    .lean<Array<{ _id: string }>>();
  return replies.flatMap(({ _id }) => byReply.get(_id) ?? []);
}

/** What came of a message whose turn is over, from what is stored; undefined while it still runs. */
export async function storedResult(
  crm: CrmCore,
  scope: Scope,
  messageId: string,
): Promise<TurnResult | undefined> {
  const reply = (await crm.records(ChatMessage).getMany(scope, [replyId(messageId)])).get(replyId(messageId));
  if (!reply) return undefined;
  const turnId = reply.turnId ?? '';
  const turn = (await crm.records(AgentTurn).getMany(scope, [turnId])).get(turnId);
  const actions = await crm
    .records(UserAction)
    .find(scope, { where: [{ field: 'turnId', op: 'eq', value: turnId }], limit: 500 });
  const approval = z
    .array(cardSchema)
    .parse(reply.cards)
    .find((card) => card.type === 'approval');
  return {
    turnId,
    conversationId: reply.conversationId,
    reply: {
      text: reply.text,
      cards: z.array(cardSchema).parse(reply.cards),
      ...(reply.suggestions?.length && { suggestions: reply.suggestions }),
    },
    agents: turn?.agents ?? [],
    toolCalls: z.array(toolUseSchema).parse(turn?.toolCalls ?? []),
    changes: actions.records.map((action) => ({
      entity: action.entity,
      id: action.recordId,
      change: action.change,
    })),
    ...(approval?.type === 'approval' && { approval }),
    modelCalls: turn?.modelCalls ?? 0,
    ms: turn?.ms ?? 0,
  };
}
