import { isDeepStrictEqual } from 'node:util';
import { CliantaError } from '@clianta/crm-core/errors';
import { interrupt } from '@langchain/langgraph';
import type { Agent } from '../agent.ts';
import { type ApprovalDecision, finishApproval, openApproval } from '../approvals.ts';
import { workerOf } from '../custom/custom-agent.ts';
import { beginAs } from './begin-as.ts';
import { callProblem, isMadeAlready, isModels } from './check-call.ts';
import { clausesOf } from './complexity.ts';
import { badCall, standIn } from './correct.ts';
import { failed, type Move } from './finish.ts';
import { MAX_SAME_CALL } from './guards.ts';
import { runTool } from './run-tool.ts';
import { asTold, type Pause, type StepState, type ToolCall } from './state.ts';
import { withRefusal, withResult } from './tool-results.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/** In words for the model. */
const MADE_ALREADY =
  'You have made this very call already in this request, and its result is above. It is not made twice. Answer now.';
const REPEATED = 'You have made this very call before, and its results are above. Answer with what you have.';

/** Whether the next call of a step may change something. */
export function mayChange(state: StepState, runtime: TurnRuntime): boolean {
  const tool = state.calls[state.index]?.tool;
  return agentOf(runtime, state).tools.some((one) => one.name === tool && one.effect !== 'read');
}

/** Runs the next tool call of a step. */
export async function act(state: StepState, runtime: TurnRuntime): Promise<Move> {
  const agent = agentOf(runtime, state);
  const call = state.calls[state.index];
  if (!call) return afterCalls(state, runtime, false);
  if (isModels(state, runtime)) {
    const problem = callProblem(agent, state.step, call);
    if (problem) return told(state, runtime, call, problem) ?? standIn(state, misuseOf(state, call), runtime);
    if (isMadeAlready(agent, state, call))
      return told(state, runtime, call, MADE_ALREADY) ?? { to: 'end', state };
  }
  const signature = `${call.tool} ${JSON.stringify(call.args)}`;
  if (state.seen.filter((one) => one === signature).length >= MAX_SAME_CALL) {
    const isTold = isModels(state, runtime) && told(state, runtime, call, REPEATED);
    return isTold || failed(state, `${agent.name} repeated itself and was stopped.`);
  }
  const text = runtime.catalogue.tool(call.tool)?.tool.does ?? 'Working on it';
  runtime.emit({ type: 'status', text, agent: agent.name });
  const started = performance.now();
  try {
    const outcome = await runTool(runtime, state, agent, call);
    if (outcome.kind === 'proposed') {
      const approvalId = await openApproval(runtime, state, agent.name, call, outcome.proposal);
      return { to: 'approve', state: { ...state, proposal: { ...outcome.proposal, approvalId } } };
    }
    const ms = performance.now() - started;
    const next =
      outcome.kind === 'result'
        ? withResult(state, agent, call, outcome.result, ms)
        : withRefusal(state, agent, call, outcome.message, ms);
    const goOn = outcome.kind === 'result' ? outcome.result.goOnAs : undefined;
    if (goOn) return await beginAs(goOn, next, runtime);
    return advance({ ...next, seen: [...state.seen, signature] }, runtime);
  } catch (error) {
    if (isUpstream(error)) throw error;
    return failed(state, `Something went wrong in ${call.tool.replace(/_/g, ' ')}.`);
  }
}

/** Waits for a person's decision on the proposed call, then runs it exactly once. */
export async function approve(state: StepState, runtime: TurnRuntime): Promise<Move> {
  const agent = agentOf(runtime, state);
  const call = state.calls[state.index];
  if (!call || !state.proposal) return failed(state, 'The proposal was lost.');
  const { approvalId, title, ...proposal } = state.proposal;
  await runtime.persist();
  // pauses the turn by throwing; never catch around it
  const decision: ApprovalDecision = interrupt({ approvalId, outcome: state.outcome } satisfies Pause);
  const shown: StepState = { ...state, outcome: asTold(state.outcome) };
  delete shown.proposal;
  if (decision.decision === 'reject') {
    const isAll = state.isOnly && state.outcome.changes.length === 0;
    const text = `All right, I did not ${title.charAt(0).toLowerCase()}${title.slice(1)}.${isAll ? ' Nothing was changed.' : ''}`;
    await finishApproval(runtime, approvalId, 'rejected', text);
    return advance(withResult(shown, agent, call, { text, isAnswer: true }, 0), runtime);
  }
  const started = performance.now();
  try {
    const outcome = await runTool(runtime, shown, agent, call, proposal);
    const ms = performance.now() - started;
    if (outcome.kind === 'result') {
      const status = STATUS_OF[outcome.result.outcome ?? 'done'];
      await finishApproval(runtime, approvalId, status, outcome.result.text);
      return advance(withResult(shown, agent, call, outcome.result, ms), runtime);
    }
    const message = outcome.kind === 'refused' ? outcome.message : 'It was proposed again.';
    await finishApproval(runtime, approvalId, 'failed', message);
    return advance(withRefusal(shown, agent, call, message, ms), runtime);
  } catch {
    await finishApproval(runtime, approvalId, 'failed', 'Something went wrong.');
    return failed(shown, `Something went wrong in ${call.tool.replace(/_/g, ' ')}.`);
  }
}

const STATUS_OF = { done: 'executed', partly: 'partly', failed: 'failed' } as const;

/** A vendor or the database did not answer: the node is tried again. */
const isUpstream = (error: unknown) =>
  error instanceof CliantaError && (error.code === 'upstream' || error.code === 'rate_limited');

function agentOf(runtime: TurnRuntime, state: StepState): Agent {
  const agent = workerOf(runtime.catalogue, state.step);
  if (!agent) throw new Error(`There is no agent ${state.step.agent}.`);
  return agent;
}

/** What the model did wrong though it was told, in words for people. */
function misuseOf({ outcome }: StepState, { tool, args }: ToolCall): string {
  const isSame = outcome.toolCalls.some((one) => one.tool === tool && isDeepStrictEqual(one.args, args));
  return isSame
    ? 'The language model repeated itself and was stopped.'
    : 'The language model did not use its tools properly.';
}

/** The model is told of its call, and the other calls of its answer go on; undefined when it was told already. */
function told(state: StepState, runtime: TurnRuntime, call: ToolCall, problem: string): Move | undefined {
  const next = badCall(state, call, problem);
  return next && advance(next, runtime);
}

function advance(state: StepState, runtime: TurnRuntime): Move {
  const next = { ...state, index: state.index + 1 };
  if (next.index < next.calls.length && !next.outcome.question) return { to: 'act', state: next };
  const isAnswer = next.calls.every((call) => call.isAnswer);
  return afterCalls(next, runtime, isAnswer);
}

/** All calls of this round are done: end, or let the model go on. */
function afterCalls(state: StepState, runtime: TurnRuntime, isAnswer: boolean): Move {
  const commands = state.step.commands ?? [];
  const hasMore = commands.length > state.outcome.toolCalls.length;
  const isDone = isAnswer && !hasMore && !mayGoOn(state, runtime);
  return { to: state.outcome.question || state.step.calls || isDone ? 'end' : 'think', state };
}

/**
 * Whether a vendor's model may have more to do after results that are answers in themselves. It may have read only to know
 * what to write, unless the request is surely a question; and of several things it may have done the first.
 */
function mayGoOn(state: StepState, runtime: TurnRuntime): boolean {
  if (!isModels(state, runtime) || state.step.isQuestion) return false;
  const { tools } = agentOf(runtime, state);
  const isReading = state.calls.every(
    ({ tool }) => tools.find(({ name }) => name === tool)?.effect === 'read',
  );
  return isReading || (!state.step.commands && clausesOf(state.message) > 1);
}
