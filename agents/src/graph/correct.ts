import { ToolMessage } from '@langchain/core/messages';
import { failed, type Move } from './finish.ts';
import type { StepState, ToolCall } from './state.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/**
 * The model's answer is of no use. It is told what was wrong, once; after that the built-in engine takes over.
 *
 * @param correction - for the model
 * @param reason - for people
 * @param text - what it said: stands as the answer, as far as it is borne out, where there is no engine to take over
 */
export function badAnswer(
  state: StepState,
  correction: string,
  reason: string,
  runtime: TurnRuntime,
  text?: string,
): Move {
  if (state.correctedAt === undefined && !state.standsInFor)
    return { to: 'think', state: { ...state, correction, correctedAt: state.rounds } };
  if (text === undefined || canStandIn(state, runtime)) return standIn(state, reason, runtime);
  const parts = [...state.outcome.parts, { text, cards: [] }];
  return { to: 'end', state: { ...state, outcome: { ...state.outcome, parts } } };
}

/**
 * A call that is not run. The model is told why in a tool message; people are told nothing of it.
 *
 * @returns undefined when the model was told something already in an earlier answer
 */
export function badCall(state: StepState, call: ToolCall, problem: string): StepState | undefined {
  if (state.correctedAt !== undefined && state.correctedAt !== state.rounds) return undefined;
  const trace = { agent: state.step.agent, tool: call.tool, args: call.args, ms: 0, error: problem };
  const told = new ToolMessage({ tool_call_id: call.id, name: call.tool, content: problem, status: 'error' });
  return {
    ...state,
    correctedAt: state.rounds,
    runCount: state.runCount + 1,
    messages: [...state.messages, told],
    outcome: { ...state.outcome, toolCalls: [...state.outcome.toolCalls, trace] },
  };
}

/** Nothing has run that could run again: the engine reads the request anew and would call the same tools. */
function canStandIn({ standsInFor, outcome, step }: StepState, { models }: TurnRuntime): boolean {
  // to begin as a custom agent has changed nothing
  const calls = outcome.toolCalls.slice(step.custom && !step.custom.isTrial ? 1 : 0);
  return !standsInFor && models.fallbackModel !== undefined && calls.every(({ error }) => error);
}

/** Leaves the step to the built-in engine, or ends it: with the reason, and with what was done by then. */
export function standIn(state: StepState, reason: string, runtime: TurnRuntime): Move {
  if (!canStandIn(state, runtime)) return failed(state, state.standsInFor ?? reason);
  runtime.emit({ type: 'status', text: `${reason} Using the built-in engine`, agent: state.step.agent });
  const outcome = { ...state.outcome, parts: [], toolTexts: [], toolCalls: [] };
  const { correction: _told, ...rest } = state;
  return {
    to: 'think',
    state: { ...rest, standsInFor: reason, messages: [], calls: [], index: 0, rounds: 0, outcome },
  };
}
