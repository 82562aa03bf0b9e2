import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { failedReply } from './failed-reply.ts';
import type { ToolCallTrace } from './graph/state.ts';
import type { TurnResult } from './turn-event.schema.ts';

interface Trace {
  result: TurnResult;
  toolCalls: readonly ToolCallTrace[];
  message: string;
  status: 'waiting' | 'done' | 'failed';
  model: string;
  route?: string | undefined;
  tokens?: number;
  taintedBy?: string | undefined;
}

/** Stores what "why did you do that?" answers from. A resumed turn keeps the message that began it. */
export async function saveTurn(
  crm: CrmCore,
  scope: Scope,
  { result, toolCalls, message, status, model, route, tokens = 0, taintedBy }: Trace,
): Promise<void> {
  const turns = crm.records(AgentTurn);
  const system = systemScope(scope.workspaceId);
  const values = {
    status,
    agents: result.agents,
    toolCalls: toolCalls.map((call) => ({ ...call })),
    reply: result.reply.text,
    modelCalls: result.modelCalls,
    tokens,
    model,
    ms: result.ms,
    ...(route && { route }),
    ...(taintedBy && { taintedBy }),
  };
  const fresh = { ...values, conversationId: result.conversationId, userId: scope.actor.id, message };
  try {
    await turns.create(system, fresh, { id: result.turnId });
  } catch {
    // begun before: it waited for a decision, or the process ended in between
    await turns.update(system, result.turnId, values);
  }
}

/** The result of a turn that failed. An unexpected error is told by reference only. */
export function failure(
  error: unknown,
  { turnId, conversationId, message }: { turnId: string; conversationId: string; message: string },
  ms: number,
): TurnResult {
  const isKnown = error instanceof CliantaError && error.code !== 'internal';
  if (!isKnown) logger.error({ err: error, turnId }, 'turn failed');
  return {
    turnId,
    conversationId,
    reply: isKnown ? { text: error.message, cards: [] } : failedReply(turnId, message),
    agents: [],
    toolCalls: [],
    changes: [],
    modelCalls: 0,
    ms,
  };
}
