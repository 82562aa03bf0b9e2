import { logger } from '@clianta/crm-core/logger';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { type AIMessage, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { type Runnable, type RunnableConfig, RunnableLambda } from '@langchain/core/runnables';
import type { Agent } from '../agent.ts';
import type { Understanding } from '../language/language-context.ts';
import type { Earlier } from '../memory/earlier-turns.ts';
import { jsonSchemaOf } from '../tool.ts';
import { failed, type Move } from './finish.ts';
import { MAX_ROUNDS, MAX_STEP_TOKENS } from './guards.ts';
import { systemPrompt } from './prompt.ts';
import type { StepState, ToolCall } from './state.ts';
import { toolsFor } from './step-tools.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/** One model call of a step: it chooses tools, or words the answer. */
export async function think(state: StepState, runtime: TurnRuntime): Promise<Move> {
  const agent = runtime.catalogue.agent(state.step.agent);
  if (!agent) return failed(state, `There is no agent ${state.step.agent}.`);
  if (state.rounds >= MAX_ROUNDS)
    return failed(state, `${agent.name} went round in circles and was stopped.`);
  if (state.outcome.tokens > MAX_STEP_TOKENS)
    return failed(state, `${agent.name} used up its budget for one request.`);
  let answer: AIMessage;
  // the steps of a plan have briefs that are complete in themselves
  const earlier: Earlier = state.isOnly ? await runtime.earlier : { messages: [] };
  const taintedBy = state.taintedBy ?? earlier.taintedBy;
  try {
    answer = await callModel(runtime, agent, state, earlier.messages);
  } catch (error) {
    logger.error({ err: error, agent: agent.name, turnId: runtime.turnId }, 'model failed');
    return failed(state, runtime.signal.aborted ? 'It took too long.' : 'The language model did not answer.');
  }
  const outcome = {
    ...state.outcome,
    modelCalls: state.outcome.modelCalls + 1,
    tokens: state.outcome.tokens + (answer.usage_metadata?.total_tokens ?? 0),
  };
  const calls: ToolCall[] = (answer.tool_calls ?? []).map((call, index) => ({
    id: call.id ?? `call_${state.runCount + index}`,
    tool: call.name,
    args: call.args as Record<string, unknown>,
  }));
  const next: StepState = {
    ...state,
    ...(taintedBy && { taintedBy }),
    outcome,
    rounds: state.rounds + 1,
    messages: [...state.messages, answer],
    calls,
    index: 0,
  };
  if (calls.length > 0) return { to: 'act', state: next };
  const text = answer.text.trim();
  // an answer in words replaces the tools' own wording, their cards stay
  const cards = outcome.parts.filter((part) => !part.wasShown).flatMap((part) => part.cards);
  const shown = outcome.parts.filter((part) => part.wasShown);
  const parts = text ? [...shown, { text, cards }] : outcome.parts;
  return { to: 'end', state: { ...next, outcome: { ...outcome, parts } } };
}

async function callModel(
  runtime: TurnRuntime,
  agent: Agent,
  state: StepState,
  earlier: readonly BaseMessage[],
): Promise<AIMessage> {
  const commands = state.step.commands;
  const understanding: Understanding | undefined = commands && { kind: 'commands', commands, complexity: 0 };
  // what earlier steps made or found is spoken of before anything else
  const language = { ...runtime.language, focus: [...state.step.brief.records, ...runtime.language.focus] };
  const turn = { language, catalogue: runtime.catalogue, ...(understanding && { understanding }) };
  const tools = toolsFor(agent, state.step).map((tool) => ({
    type: 'function' as const,
    function: { name: tool.name, description: tool.description, parameters: jsonSchemaOf(tool) },
  }));
  const messages = [
    new SystemMessage(systemPrompt(runtime, agent, state)),
    ...earlier,
    new HumanMessage(state.step.brief.goal),
    ...state.messages,
  ];
  const model = bound(runtime.models.agentModel(turn), tools).withConfig({
    timeout: runtime.limits.modelMs,
  });
  const fallback = runtime.models.fallbackModel?.(turn);
  if (!fallback) return model.invoke(messages, { signal: runtime.signal });
  const stepIn = new RunnableLambda({
    func: (input: BaseMessage[], config: RunnableConfig) => {
      runtime.emit({ type: 'status', text: 'The model provider does not answer; using the built-in engine' });
      return bound(fallback, tools).invoke(input, config);
    },
  });
  return model.withFallbacks([stepIn]).invoke(messages, { signal: runtime.signal });
}

type Declared = Parameters<NonNullable<BaseChatModel['bindTools']>>[0];

const bound = (model: BaseChatModel, tools: Declared) =>
  (model.bindTools?.(tools) ?? model) as Runnable<BaseMessage[], AIMessage>;
