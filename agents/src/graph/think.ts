import { logger } from '@clianta/crm-core/logger';
import type { Agent } from '../agent.ts';
import { workerOf } from '../custom/custom-agent.ts';
import type { Earlier } from '../memory/earlier-turns.ts';
import { type ModelAnswer, readAnswer } from '../models/model-answer.ts';
import { failureOf, type ModelFailure } from '../models/model-failure.ts';
import { toolOfWire, wireName } from '../models/wire-name.ts';
import { askAgent } from './ask-agent.ts';
import { badAnswer, standIn } from './correct.ts';
import { failed, type Move } from './finish.ts';
import { MAX_ROUNDS, MAX_STEP_TOKENS } from './guards.ts';
import { HAND_OVER, mayHandOver } from './hand-over.ts';
import type { StepState } from './state.ts';
import { toolsFor } from './step-tools.ts';
import type { TurnRuntime } from './turn-runtime.ts';
import { claimsChange } from './verify.ts';

/** One model call of a step: it chooses tools, or words the answer. What is wrong with its answer is told it once. */
export async function think(state: StepState, runtime: TurnRuntime): Promise<Move> {
  const agent = workerOf(runtime.catalogue, state.step);
  if (!agent) return failed(state, `There is no agent ${state.step.agent}.`);
  if (state.rounds >= MAX_ROUNDS)
    return failed(state, `${agent.name} went round in circles and was stopped.`);
  if (state.outcome.tokens > MAX_STEP_TOKENS)
    return failed(state, `${agent.name} used up its budget for one request.`);
  // the steps of a plan have briefs that are complete in themselves
  const earlier: Earlier = state.isOnly && !state.step.custom ? await runtime.earlier : { messages: [] };
  const taintedBy = state.taintedBy ?? earlier.taintedBy;
  const { correction: _told, ...rest } = state;
  const asked: StepState = {
    ...rest,
    ...(taintedBy && { taintedBy }),
    rounds: state.rounds + 1,
    outcome: { ...state.outcome, modelCalls: state.outcome.modelCalls + 1 },
  };
  try {
    const made = await askAgent(runtime, agent, state, earlier);
    asked.outcome.tokens += made.usage_metadata?.total_tokens ?? 0;
    const names = new Set(toolsFor(agent, state.step).map(({ name }) => wireName(name)));
    const read = readAnswer(made, names, state.runCount);
    const calls = read.calls.map((call) => ({ ...call, tool: toolOfWire(call.tool) }));
    return after({ ...read, calls }, asked, runtime, agent);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'over_budget')
      logger.error(
        { err: failure.cause ?? failure, agent: agent.name, turnId: runtime.turnId },
        'model failed',
      );
    if (runtime.signal.aborted) return failed(asked, 'It took too long.');
    return useless(asked, failure, runtime);
  }
}

/** The model gave nothing to go on with: it is told once where that can help, else the built-in engine takes over. */
function useless(state: StepState, failure: ModelFailure, runtime: TurnRuntime): Move {
  if (failure.kind === 'empty')
    return badAnswer(
      state,
      'You answered nothing. Call a tool, or answer in words.',
      failure.message,
      runtime,
    );
  if (failure.kind === 'bad_call' || failure.kind === 'cut')
    return badAnswer(
      state,
      `Your answer could not be used: ${failure.kind === 'cut' ? 'it was too long' : 'the call was not well formed'}. Make one short call, or answer in words.`,
      failure.message,
      runtime,
    );
  if (failure.kind !== 'over_budget') return standIn(state, failure.message, runtime);
  const note = `${failure.message} The built-in engine answered.`;
  return standIn({ ...state, note }, failure.message, runtime);
}

function after(answer: ModelAnswer, state: StepState, runtime: TurnRuntime, agent: Agent): Move {
  const { calls, text, message } = answer;
  const given = calls.find((call) => call.tool === HAND_OVER && !call.problem);
  if (given && mayHandOver(state, runtime))
    return {
      to: 'hand_over',
      state: { ...state, handOver: String(given.args.reason ?? 'it is not said why') },
    };
  const { outcome } = state;
  if (calls.length > 0)
    return {
      to: 'act',
      state: { ...state, messages: [...state.messages, message], calls, index: 0 },
    };
  const isModel = !state.standsInFor && runtime.models.readsHistory;
  if (isModel && outcome.toolCalls.length === 0 && claimsChange(text))
    return badAnswer(
      state,
      `You said “${text.slice(0, 200)}”, but you called no tool, so nothing was done. Call the tool that does it, or say that you cannot.`,
      `The language model wanted to change something and did not: the ${agent.name.replace(/Agent$/, '')} agent has changed nothing.`,
      runtime,
      text,
    );
  return said(answer, state);
}

/** An answer in words replaces the tools' own wording; their cards stay. */
function said({ text, isCut, message }: ModelAnswer, state: StepState): Move {
  const { outcome, standsInFor } = state;
  const shown = outcome.parts.filter((part) => part.wasShown);
  const cards = outcome.parts.filter((part) => !part.wasShown).flatMap((part) => part.cards);
  // who gets the engine's answer instead of the model's is told why, unless it has done something
  const isTold = !standsInFor || state.note !== undefined || outcome.toolCalls.length > 0;
  const words = !isTold ? `${standsInFor} ${text}` : text;
  const whole = isCut ? `${words} …\n\n(The answer became too long and was cut off.)` : words;
  const parts = whole ? [...shown, { text: whole, cards }] : outcome.parts;
  const messages = [...state.messages, message];
  return { to: 'end', state: { ...state, messages, calls: [], index: 0, outcome: { ...outcome, parts } } };
}
