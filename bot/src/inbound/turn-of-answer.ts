import { actionSchema } from '@clianta/agents/conversation/turn-request';
import {
  AgentTurn,
  type AgentTurnRecord,
} from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';

/**
 * The stored turn of an answer that the person of the scope was given, by the id that a channel knows it by. A decision
 * goes on with the turn that has proposed.
 */
export async function turnOfAnswer(
  crm: CrmCore,
  scope: Scope,
  turnId: string,
): Promise<AgentTurnRecord | undefined> {
  const own = await turnOf(crm, scope, turnId);
  if (own) return own;
  const asked = await crm.records(ChatMessage).findOne(scope, { turnId, author: 'user' });
  const action = actionSchema.safeParse(asked?.action).data;
  if (action?.kind !== 'decision') return undefined;
  const { approvalId } = action.decision;
  const approval = (await crm.records(Approval).getMany(systemScope(scope.workspaceId), [approvalId])).get(
    approvalId,
  );
  return approval && turnOf(crm, scope, approval.turnId);
}

const turnOf = async (crm: CrmCore, scope: Scope, id: string) =>
  (await crm.records(AgentTurn).getMany(scope, [id])).get(id);
