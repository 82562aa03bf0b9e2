import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import { checkDecision } from '../approvals.ts';
import type { NewMessage } from './conversations.ts';
import { actionSchema } from './turn-request.ts';

export interface Routed {
  conversation: ConversationRecord;
  input: Omit<NewMessage, 'author' | 'status'>;
}

/**
 * Brings the decision of another person to the conversation in which it was asked for: there it has its turn and its
 * result. A decision that would not count stays where it was clicked, and is refused there.
 */
export async function routeDecision(
  crm: CrmCore,
  scope: Scope,
  conversation: ConversationRecord,
  input: Routed['input'],
): Promise<Routed> {
  const here = { conversation, input };
  const action = actionSchema.safeParse(input.action);
  if (!action.success || action.data.kind !== 'decision') return here;
  const { decision } = action.data;
  const system = systemScope(scope.workspaceId);
  const approval = (await crm.records(Approval).getMany(system, [decision.approvalId])).get(
    decision.approvalId,
  );
  const askedIn = approval?.conversationId;
  if (!approval || !askedIn || askedIn === conversation.id) return here;
  const asked = (await crm.records(Conversation).getMany(system, [askedIn])).get(askedIn);
  if (!asked || asked.userId === scope.actor.id) return here;
  const { externalId } = input;
  const isRepeat =
    externalId && (await crm.records(ChatMessage).findOne(system, { conversationId: askedIn, externalId }));
  if (!isRepeat) {
    try {
      checkDecision(approval, scope, decision, crm.now());
    } catch (error) {
      if (error instanceof CliantaError) return here;
      throw error;
    }
  }
  const by = { userId: scope.actor.id, name: scope.actor.name, conversationId: conversation.id };
  return {
    conversation: asked,
    input: { ...input, text: `${input.text} (${by.name})`, action: { kind: 'decision', decision, by } },
  };
}
