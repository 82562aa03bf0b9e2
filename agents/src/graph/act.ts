import { CliantaError } from '@clianta/crm-core/errors';
import { ToolMessage } from '@langchain/core/messages';
import { interrupt } from '@langchain/langgraph';
import type { Agent } from '../agent.ts';
import { type ApprovalDecision, finishApproval, openApproval } from '../approvals.ts';
import type { ToolResult } from '../tool.ts';
import { failed, type Move } from './finish.ts';
import { MAX_SAME_CALL } from './guards.ts';
import { runTool } from './run-tool.ts';
import { asTold, type Pause, type StepState, type ToolCall } from './state.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/** Whether the next call of a step may change something. */
export function mayChange(state: StepState, runtime: TurnRuntime): boolean {
  const tool = state.calls[state.index]?.tool;
  return agentOf(runtime, state).tools.some((one) => one.name === tool && one.effect !== 'read');
}

/** Runs the next tool call of a step. */
export async function act(state: StepState, runtime: TurnRuntime): Promise<Move> {
  const agent = agentOf(runtime, state);
  const call = state.calls[state.index];
  if (!call) return afterCalls(state, false);
  const signature = `${call.tool} ${JSON.stringify(call.args)}`;
  if (state.seen.filter((one) => one === signature).length >= MAX_SAME_CALL) {
    return failed(state, `${agent.name} repeated itself and was stopped.`);
  }
  const text = runtime.catalogue.tool(call.tool)?.tool.does ?? 'Working on it';
  runtime.emit({ type: 'status', text, agent: agent.name });
  const started = performance.now();
  try {
    const outcome = await runTool(runtime, state, agent, call);
    if (outcome.kind === 'proposal') {
      const approvalId = await openApproval(runtime, state, agent.name, call, outcome.proposal);
      return { to: 'approve', state: { ...state, proposal: { ...outcome.proposal, approvalId } } };
    }
    const ms = performance.now() - started;
    const next =
      outcome.kind === 'result'
        ? withResult(state, agent, call, outcome.result, ms)
        : withRefusal(state, agent, call, outcome.message, ms);
    return advance({ ...next, seen: [...state.seen, signature] });
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
    return advance(withResult(shown, agent, call, { text, isAnswer: true }, 0));
  }
  const started = performance.now();
  try {
    const outcome = await runTool(runtime, shown, agent, call, proposal);
    const ms = performance.now() - started;
    if (outcome.kind === 'result') {
      const status = STATUS_OF[outcome.result.outcome ?? 'done'];
      await finishApproval(runtime, approvalId, status, outcome.result.text);
      return advance(withResult(shown, agent, call, outcome.result, ms));
    }
    const message = outcome.kind === 'refused' ? outcome.message : 'It was proposed again.';
    await finishApproval(runtime, approvalId, 'failed', message);
    return advance(withRefusal(shown, agent, call, message, ms));
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
  const agent = runtime.catalogue.agent(state.step.agent);
  if (!agent) throw new Error(`There is no agent ${state.step.agent}.`);
  return agent;
}

function withResult(
  state: StepState,
  agent: Agent,
  call: ToolCall,
  result: ToolResult,
  ms: number,
): StepState {
  const { outcome } = state;
  const taintedBy = state.taintedBy ?? result.isOutside;
  return {
    ...state,
    ...(taintedBy && { taintedBy }),
    runCount: state.runCount + 1,
    messages: [
      ...state.messages,
      new ToolMessage({
        tool_call_id: call.id,
        name: call.tool,
        content: result.text,
        artifact: { focus: result.focus ?? [] },
      }),
    ],
    outcome: {
      ...outcome,
      ...(taintedBy && { taintedBy }),
      parts: [...outcome.parts, { text: result.text, cards: result.cards ?? [] }],
      changes: [...outcome.changes, ...(result.changes ?? [])],
      focus: [...(result.focus ?? []), ...outcome.focus],
      facts: result.facts === undefined ? outcome.facts : [...outcome.facts, result.facts],
      toolTexts: [...outcome.toolTexts, result.text],
      toolCalls: [...outcome.toolCalls, { agent: agent.name, tool: call.tool, args: call.args, ms }],
      suggestions: [...outcome.suggestions, ...(result.suggestions ?? [])],
      ...(result.lastList && { lastList: result.lastList }),
      ...(result.question && { question: { ...result.question, tool: call.tool, args: call.args } }),
    },
    // a result that needs no wording ends the step, once all calls are done
    calls: state.calls.map((one, index) =>
      index === state.index ? { ...one, isAnswer: result.isAnswer ?? false } : one,
    ),
  };
}

function withRefusal(state: StepState, agent: Agent, call: ToolCall, message: string, ms: number): StepState {
  const next = withResult(state, agent, call, { text: message }, ms);
  const toolCalls = next.outcome.toolCalls.map((trace, index, all) =>
    index === all.length - 1 ? { ...trace, error: message } : trace,
  );
  return { ...next, outcome: { ...next.outcome, toolCalls } };
}

function advance(state: StepState): Move {
  const next = { ...state, index: state.index + 1 };
  if (next.index < next.calls.length && !next.outcome.question) return { to: 'act', state: next };
  const isAnswer = next.calls.every((call) => call.isAnswer);
  return afterCalls(next, isAnswer);
}

/** All calls of this round are done: end, or let the model go on. */
function afterCalls(state: StepState, isAnswer: boolean): Move {
  const commands = state.step.commands ?? [];
  const hasMore = commands.length > state.outcome.toolCalls.length;
  const isEnd = state.outcome.question || state.step.calls || (isAnswer && !hasMore);
  return { to: isEnd ? 'end' : 'think', state };
}
