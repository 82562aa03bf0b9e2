import type { RunnableConfig } from '@langchain/core/runnables';
import { Command, Send } from '@langchain/langgraph';
import type { Move } from './finish.ts';
import { newStepState, type Step, type StepOutcome, type TurnStateValue } from './state.ts';
import { runtimeOf, type TurnRuntime } from './turn-runtime.ts';

/**
 * The one joiner. Starts every step whose predecessors are done; goes to the answer once all are. It runs again each
 * time a step ends, and then has nothing to do until the last of a wave is back.
 */
export async function coordinate(state: TurnStateValue, config?: RunnableConfig): Promise<Command> {
  return dispatch(state, runtimeOf(config));
}

/** Starts what can be started now. The supervisor calls it too, for the first wave. */
export function dispatch(
  state: Pick<TurnStateValue, 'steps' | 'outcomes' | 'dispatched'>,
  runtime: TurnRuntime,
): Command {
  const dispatched = new Set(state.dispatched);
  announceFinished(state, runtime.emit);
  const ready = state.steps.filter(
    (step) => !dispatched.has(step.id) && step.after.every((id) => state.outcomes[id] !== undefined),
  );
  if (ready.length > 0) {
    const sends = ready.map((step) => {
      const running = { id: step.id, state: 'running' as const };
      runtime.emit({ type: 'status', text: step.title, agent: step.agent, step: running });
      const first = firstMove(step, state.outcomes, false, runtime);
      return new Send(first.to, first.state);
    });
    return new Command({
      update: { dispatched: [...dispatched, ...ready.map((step) => step.id)] },
      goto: sends,
    });
  }
  const isDone = state.steps.every((step) => state.outcomes[step.id] !== undefined);
  return isDone ? new Command({ goto: 'answer' }) : new Command({});
}

/** A step at its beginning, with what the steps before it found. An agent that is not there is stood in for. */
export function firstMove(
  step: Step,
  outcomes: Record<string, StepOutcome>,
  isOnly: boolean,
  { catalogue }: TurnRuntime,
): Move {
  const own = catalogue.agent(step.agent) ? step : { ...step, agent: 'generalAgent' };
  return {
    to: step.calls ? 'act' : 'think',
    state: newStepState(withEarlier(own, outcomes), factsBefore(step, outcomes), isOnly),
  };
}

function announceFinished(
  state: Pick<TurnStateValue, 'steps' | 'outcomes'>,
  emit: TurnRuntime['emit'],
): void {
  for (const step of state.steps) {
    const outcome = state.outcomes[step.id];
    if (!outcome) continue;
    emit({
      type: 'status',
      text: step.title,
      agent: step.agent,
      step: { id: step.id, state: outcome.status === 'failed' ? 'failed' : 'done' },
    });
  }
}

/** The brief of a dependent step names the records that earlier steps made or found. */
function withEarlier(step: Step, outcomes: Record<string, StepOutcome>): Step {
  const records = step.after.flatMap((id) => outcomes[id]?.focus ?? []);
  if (records.length === 0) return step;
  return { ...step, brief: { ...step.brief, records: [...records, ...step.brief.records].slice(0, 12) } };
}

function factsBefore(step: Step, outcomes: Record<string, StepOutcome>): Record<string, unknown> {
  return Object.fromEntries(
    step.after.flatMap((id) => (outcomes[id]?.facts.length ? [[id, outcomes[id].facts]] : [])),
  );
}
