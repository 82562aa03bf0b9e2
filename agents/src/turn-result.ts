import type { ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import { INTERRUPT } from '@langchain/langgraph';
import { approvalCard } from './approvals.ts';
import type { TurnStateValue } from './graph/state.ts';
import type { TurnRuntime } from './graph/turn-runtime.ts';
import type { TurnResult } from './turn-event.schema.ts';

/** What the graph ends with: its state, and what it waits for. */
export type Outcome = Partial<TurnStateValue> & {
  [INTERRUPT]?: Array<{ id?: string; value?: { approvalId: string } }>;
};

/** What a turn came to, for whoever asked. @param approvals - the proposals that it waits for */
export function resultOf(
  outcome: Outcome,
  approvals: readonly ApprovalRecord[],
  { turnId, conversationId }: Pick<TurnRuntime, 'turnId' | 'conversationId'>,
  ms: number,
): TurnResult {
  const steps = Object.values(outcome.outcomes ?? {});
  const cards = approvals.map(approvalCard);
  const first = cards[0];
  const titles = cards.map((card) => `**${card.title}**`).join(' and ');
  return {
    turnId,
    conversationId,
    reply: first
      ? { text: `${titles}? I will do it once you approve.`, cards }
      : {
          text: outcome.final?.text ?? 'Done.',
          cards: outcome.final?.cards ?? [],
          ...(outcome.final?.suggestions.length && { suggestions: outcome.final.suggestions }),
        },
    agents: [...new Set((outcome.steps ?? []).map((step) => step.agent))],
    toolCalls: steps.flatMap((step) => step.toolCalls),
    changes: steps.flatMap((step) => step.changes),
    ...(first && { approval: first }),
    modelCalls: steps.reduce((sum, step) => sum + step.modelCalls, outcome.routerCalls ?? 0),
    ms,
  };
}

/** The turn is over already; tell what came of the proposal. */
export function lateAnswer(approval: ApprovalRecord): Outcome {
  return {
    steps: [],
    outcomes: {},
    final: {
      text: approval.outcome ?? `${approval.title}: ${approval.status}.`,
      cards: [],
      suggestions: [],
    },
  };
}
