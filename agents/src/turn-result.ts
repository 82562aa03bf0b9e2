import type { ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import { INTERRUPT } from '@langchain/langgraph';
import { approvalCard } from './approvals.ts';
import { compose } from './graph/answer.ts';
import { asTold, type Pause, type TurnStateValue } from './graph/state.ts';
import type { TurnRuntime } from './graph/turn-runtime.ts';
import type { TurnResult } from './turn-event.schema.ts';

/** What the graph ends with: its state, and what it waits for. */
export type Outcome = Partial<TurnStateValue> & {
  [INTERRUPT]?: Array<{ id?: string; value?: Pause }>;
  /** Proposals that were told before this leg of the turn, with what came before them. */
  told?: ReadonlySet<string>;
};

/** Where the turn stands when it pauses: what is done and has not been told, put together and checked as an answer is. */
export async function withInterimAnswer(outcome: Outcome, runtime: TurnRuntime): Promise<Outcome> {
  const pauses = (outcome[INTERRUPT] ?? []).flatMap((one) => one.value ?? []);
  if (pauses.length === 0) return outcome;
  const paused = new Map(
    pauses.map(({ approvalId, outcome: one }) => [
      one.stepId,
      outcome.told?.has(approvalId) ? asTold(one) : one,
    ]),
  );
  const known = outcome.outcomes ?? {};
  const soFar = (outcome.steps ?? []).flatMap(({ id }) => known[id] ?? paused.get(id) ?? []);
  return { ...outcome, ...(await compose(outcome.message ?? '', soFar, runtime)) };
}

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
  const sources = [...new Set(approvals.flatMap(({ preview }) => preview.outside ?? []))];
  const outside = sources.length > 0 ? `This follows text from outside (${sources.join(', ')}). ` : '';
  const titles = cards.map((card) => `**${card.title}**`).join(' and ');
  const awaits = [...new Set(approvals.flatMap((approval) => approval.awaits ?? []))];
  const isOne = !approvals.some(({ needed }) => needed > 1);
  const whoever =
    awaits.length > 0 ? `${awaits.join(' or ')} ${isOne ? 'approves' : 'approve'}` : 'you approve';
  const text = outcome.final?.text ?? '';
  const done = outcome.final?.cards ?? [];
  return {
    turnId,
    conversationId,
    reply: first
      ? {
          text: [text, `${titles}? ${outside}I will do it once ${whoever}.`].filter(Boolean).join('\n\n'),
          cards: [...done, ...cards],
        }
      : {
          text: text || 'Done.',
          cards: done,
          ...(outcome.final?.suggestions.length && { suggestions: outcome.final.suggestions }),
        },
    // a step may have been handed over
    agents: [
      ...new Set((outcome.steps ?? []).map(({ id, agent }) => outcome.outcomes?.[id]?.agent ?? agent)),
    ],
    toolCalls: steps.flatMap((step) => step.toolCalls.map(({ ms: _, ...call }) => call)),
    changes: steps.flatMap((step) => step.changes),
    ...(first && { approval: first }),
    modelCalls: steps.reduce((sum, step) => sum + step.modelCalls, outcome.routerCalls ?? 0),
    ms,
  };
}

/** One has approved, and others have to. */
export function countedAnswer({ title, awaits }: ApprovalRecord): Outcome {
  const text = `You approved **${title}**. It waits for ${awaits}.`;
  return { steps: [], outcomes: {}, final: { text, cards: [], suggestions: [] } };
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
