import { newId } from '@clianta/crm-core/entity/ids';
import { ToolMessage } from '@langchain/core/messages';
import type { Agent } from '../agent.ts';
import { choiceCard } from '../memory/open-question.ts';
import type { OpenQuestion, ToolResult } from '../tool.ts';
import type { StepState, ToolCall } from './state.ts';

/** The step with what a call came to: for the model, for the answer, and for the trace. */
export function withResult(
  state: StepState,
  agent: Agent,
  call: ToolCall,
  result: ToolResult,
  ms: number,
): StepState {
  const { outcome } = state;
  const question = result.question && openQuestion(result.question, call);
  const taintedBy = state.taintedBy ?? result.isOutside;
  const isVain = question !== undefined || isInVain(agent, call, result);
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
        artifact: { focus: isVain ? [] : (result.focus ?? []), isVain },
      }),
    ],
    outcome: {
      ...outcome,
      ...(taintedBy && { taintedBy }),
      parts: [
        ...outcome.parts,
        { text: result.text, cards: [...(result.cards ?? []), ...(question ? [choiceCard(question)] : [])] },
      ],
      changes: [...outcome.changes, ...(result.changes ?? [])],
      focus: [...(result.focus ?? []), ...outcome.focus],
      isVain: isVain && (outcome.isVain ?? true),
      ...(result.decided !== undefined && { decided: result.decided }),
      facts: result.facts === undefined ? outcome.facts : [...outcome.facts, result.facts],
      toolTexts: [...outcome.toolTexts, result.text],
      toolCalls: [...outcome.toolCalls, { agent: agent.name, tool: call.tool, args: call.args, ms }],
      suggestions: [...outcome.suggestions, ...(result.suggestions ?? [])],
      ...(result.lastList && { lastList: result.lastList }),
      ...(question && { question }),
    },
    // a result that needs no wording ends the step, once all calls are done
    calls: state.calls.map((one, index) =>
      index === state.index ? { ...one, isAnswer: result.isAnswer ?? false } : one,
    ),
  };
}

const openQuestion = (
  { call, ...question }: NonNullable<ToolResult['question']>,
  asking: ToolCall,
): OpenQuestion => ({
  ...question,
  id: newId(),
  tool: call?.tool ?? asking.tool,
  args: call?.args ?? asking.args,
});

/** Nothing was made or found that a later order could be about: "them" is nobody. */
function isInVain(
  agent: Agent,
  { tool }: ToolCall,
  { changes = [], focus = [], decided }: ToolResult,
): boolean {
  const called = agent.tools.find(({ name }) => name === tool);
  if (called?.effect === 'read') return decided === 0;
  return changes.length === 0 && (called?.operation === 'create' || focus.length === 0);
}

/** The same with why a tool would not do it. */
export function withRefusal(
  state: StepState,
  agent: Agent,
  call: ToolCall,
  message: string,
  ms: number,
): StepState {
  const next = withResult(state, agent, call, { text: message }, ms);
  const toolCalls = next.outcome.toolCalls.map((trace, index, all) =>
    index === all.length - 1 ? { ...trace, error: message } : trace,
  );
  return { ...next, outcome: { ...next.outcome, toolCalls } };
}
