import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { type AIMessage, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { Runnable } from '@langchain/core/runnables';
import type { Agent } from '../agent.ts';
import type { Understanding } from '../language/language-context.ts';
import type { Earlier } from '../memory/earlier-turns.ts';
import { askModel } from '../models/ask-model.ts';
import { failureOf, ModelFailure } from '../models/model-failure.ts';
import { BUILT_IN } from '../models/models.ts';
import { wireName } from '../models/wire-name.ts';
import { jsonSchemaOf } from '../tool.ts';
import { handOverTool, mayHandOver } from './hand-over.ts';
import { systemPrompt } from './prompt.ts';
import { spendTokens } from './spend-tokens.ts';
import type { StepState } from './state.ts';
import { toolsFor } from './step-tools.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/**
 * Asks the model of an agent for its next calls or its words: the vendor's, or the built-in engine where it stands in.
 *
 * @throws ModelFailure
 */
export async function askAgent(
  runtime: TurnRuntime,
  agent: Agent,
  state: StepState,
  earlier: Earlier,
): Promise<AIMessage> {
  const { commands, cannot } = state.step;
  const understanding: Understanding | undefined = commands
    ? { kind: 'commands', commands, complexity: 0 }
    : cannot === undefined
      ? undefined
      : { kind: 'unclear', reply: cannot, suggestions: [] };
  // what earlier steps made or found is spoken of before anything else
  const language = { ...runtime.language, focus: [...state.step.brief.records, ...runtime.language.focus] };
  const turn = { language, catalogue: runtime.catalogue, ...(understanding && { understanding }) };
  const { models, signal } = runtime;
  const declared = [
    ...toolsFor(agent, state.step)
      .filter(({ isInternal }) => !isInternal)
      .map((tool) => ({
        type: 'function' as const,
        function: {
          name: wireName(tool.name),
          description: tool.description,
          parameters: jsonSchemaOf(tool),
        },
      })),
    ...(mayHandOver(state, runtime) ? [handOverTool] : []),
  ];
  const messages = [
    new SystemMessage(systemPrompt(runtime, agent, state)),
    ...earlier.messages,
    new HumanMessage(state.step.brief.goal),
    ...state.messages,
  ];
  const ask = () =>
    askModel(bound(models.agentModel(turn), declared), messages, {
      name: models.inUse.agentModel ?? models.inUse.provider,
      signal,
      timeoutMs: runtime.limits.modelMs,
    });
  if (!state.standsInFor)
    return models.inUse.provider === BUILT_IN
      ? ask()
      : spendTokens(runtime, messages, declared, ask, agent.name);
  const engine = models.fallbackModel?.(turn);
  if (!engine) throw new ModelFailure('other');
  return bound(engine, declared)
    .invoke(messages, { signal })
    .catch((error: unknown) => {
      throw failureOf(error);
    });
}

type Declared = Parameters<NonNullable<BaseChatModel['bindTools']>>[0];

const bound = (model: BaseChatModel, tools: Declared) =>
  (model.bindTools?.(tools) ?? model) as Runnable<BaseMessage[], AIMessage>;
