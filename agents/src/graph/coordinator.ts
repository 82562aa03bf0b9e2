import { Command, Send } from '@langchain/langgraph';
import type { Catalogue } from '../catalogue.ts';
import { decidedOutcomes } from './decided-steps.ts';
import { leftOutInWords } from './left-out.ts';
import { newStepState, type Step, type StepOutcome, type TurnStateValue } from './state.ts';
import { reads } from './sure-reading.ts';
import { type NodeConfig, runtimeOf, type TurnRuntime } from './turn-runtime.ts';

type Known = Pick<TurnStateValue, 'message' | 'steps' | 'outcomes'>;

/** The one joiner. Starts every step whose predecessors are done; goes to the answer once all are. */
export async function coordinate(state: TurnStateValue, config: NodeConfig): Promise<Command> {
  return dispatch(state, runtimeOf(config));
}

/**
 * Starts what can be started now. The supervisor calls it too, for the first wave.
 *
 * @param also - steps that are left out, since one that they need has failed
 */
export function dispatch(
  state: Known & Pick<TurnStateValue, 'dispatched'>,
  runtime: TurnRuntime,
  also: Record<string, StepOutcome> = {},
): Command {
  const decided = decidedOutcomes(state);
  if (Object.keys(decided).length > 0)
    return dispatch({ ...state, outcomes: { ...state.outcomes, ...decided } }, runtime, {
      ...also,
      ...decided,
    });
  const dispatched = new Set(state.dispatched);
  announceFinished(state, runtime.emit);
  const ready = state.steps.filter(
    (step) =>
      !dispatched.has(step.id) &&
      state.outcomes[step.id] === undefined &&
      step.after.every((id) => state.outcomes[id] !== undefined),
  );
  const stopped = ready.flatMap((step) => {
    const why = stoppedBy(step, state, runtime.catalogue);
    return why === undefined ? [] : [[step.id, leftOut(step, state.message, why)] as const];
  });
  if (stopped.length > 0) {
    const update = Object.fromEntries(stopped);
    return dispatch({ ...state, outcomes: { ...state.outcomes, ...update } }, runtime, {
      ...also,
      ...update,
    });
  }
  if (ready.length > 0) {
    const sends = ready.map((step) => {
      // what a single agent does is told by its tools
      const running = { id: step.id, state: 'running' as const };
      if (state.steps.length > 1)
        runtime.emit({ type: 'status', text: step.title, agent: step.agent, step: running });
      return begin(step, state, runtime);
    });
    return new Command({
      update: { dispatched: [...dispatched, ...ready.map((step) => step.id)], outcomes: also },
      goto: sends,
    });
  }
  const isDone = state.steps.every((step) => state.outcomes[step.id] !== undefined);
  return new Command({ update: { outcomes: also }, ...(isDone && { goto: 'answer' }) });
}

/** A step that did not do what it was for: it ended early, or every call of it was refused. */
function hasFailed(outcome: StepOutcome | undefined): boolean {
  if (!outcome || outcome.status === 'failed') return true;
  const { toolCalls } = outcome;
  return toolCalls.length > 0 && toolCalls.every(({ error }) => error !== undefined);
}

const NOT_DONE = 'since what it needs was not done';

/** Why a step is not begun after what those before it came to; undefined: it is. */
function stoppedBy(
  { needsBefore, after, commands = [] }: Step,
  { steps, outcomes }: Known,
  catalogue: Catalogue,
): string | undefined {
  if (needsBefore && after.some((id) => hasFailed(outcomes[id]))) return NOT_DONE;
  const orders = steps.filter((one) => one.commands && after.includes(one.id)).map(({ id }) => outcomes[id]);
  const isDependent = commands.some(({ dependsOnPrevious }) => dependsOnPrevious);
  if (isDependent && orders.some((one) => hasFailed(one) || one?.isVain)) return NOT_DONE;
  const isWrite = commands.some((command) => !reads(catalogue, command));
  return isWrite && orders.some((one) => one?.question) ? 'until you have answered what I asked' : undefined;
}

/** What comes of a step that is not begun. An order is told in its own words. */
function leftOut(step: Step, message: string, why: string): StepOutcome {
  const { outcome } = newStepState(step, message, {}, false);
  if (!step.commands) return { ...outcome, status: 'failed', error: `${step.title} was left out, ${why}.` };
  const text = leftOutInWords(step.commands, why);
  return { ...outcome, isVain: true, parts: [{ text, cards: [] }], toolTexts: [text] };
}

/** Sends a step to its agent, with what the steps before it found. An agent that is not there is stood in for. */
function begin(step: Step, { message, outcomes, steps }: Known, { catalogue }: TurnRuntime): Send {
  const own = catalogue.agent(step.agent) ? step : { ...step, agent: 'generalAgent' };
  const facts = factsBefore(step, outcomes);
  const taintedBy = step.after.map((id) => outcomes[id]?.taintedBy).find(Boolean);
  const state = newStepState(withEarlier(own, outcomes), message, facts, steps.length === 1, taintedBy);
  return new Send(own.agent, state);
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
