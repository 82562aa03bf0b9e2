import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel, type BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import type { Models } from '../models/models.ts';

/** One expected model call: what must be in the request, and what comes back. */
export interface ScriptedCall {
  /** Stands in the messages of whom it is for, where several ask at once and nobody knows who is first. */
  of?: string;
  /** Must all stand somewhere in the messages. */
  expects?: string[];
  text?: string;
  toolCalls?: Array<{ name: string; args: Record<string, unknown> }>;
  /** Throws instead of answering. */
  error?: string;
}

/** A model that follows a script: it fails on an unexpected call, and `assertDone` fails on calls left over. */
export class ScriptedModel extends BaseChatModel<BaseChatModelCallOptions> {
  readonly calls: BaseMessage[][] = [];
  /** Names of the tools bound in each call. */
  readonly boundTools: string[][] = [];
  readonly #script: ScriptedCall[];
  readonly #tools: string[];

  constructor(script: ScriptedCall[], shared?: ScriptedModel, tools: string[] = []) {
    super({});
    this.#script = shared ? shared.#script : [...script];
    this.#tools = tools;
    if (shared) {
      this.calls = shared.calls;
      this.boundTools = shared.boundTools;
    }
  }

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(tools: Array<{ function?: { name: string }; name?: string }>): ScriptedModel {
    return new ScriptedModel(
      [],
      this,
      tools.map((tool) => tool.function?.name ?? tool.name ?? ''),
    );
  }

  override async _generate(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    _runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    this.calls.push(messages);
    this.boundTools.push(this.#tools);
    const said = messages.map((message) => message.text).join('\n');
    const next = this.#script.findIndex(({ of }) => !of || said.includes(of));
    const [expected] = next < 0 ? [] : this.#script.splice(next, 1);
    if (!expected) throw new Error(`Unexpected model call. It was asked:\n${said}`);
    for (const text of expected.expects ?? []) {
      if (!said.includes(text))
        throw new Error(`The model was to be told “${text}”, but was asked:\n${said}`);
    }
    if (expected.error) throw new Error(expected.error);
    const message = new AIMessage({
      content: expected.text ?? '',
      tool_calls: (expected.toolCalls ?? []).map((call, index) => ({
        ...call,
        id: `call_${this.calls.length}_${index}`,
        type: 'tool_call' as const,
      })),
    });
    return { generations: [{ message, text: expected.text ?? '' }] };
  }

  /** @throws Error when expected calls were not made */
  assertDone(): void {
    if (this.#script.length > 0)
      throw new Error(`${this.#script.length} expected model calls were not made.`);
  }
}

/** Models of a turn that follow one script. */
export function scriptedModels(agent: ScriptedModel, router?: ScriptedModel): Models {
  return {
    name: 'scripted',
    description: 'scripted',
    inUse: { provider: 'scripted' },
    readsHistory: true,
    agentModel: () => agent,
    ...(router && { routerModel: () => router }),
    health: () => ({ isHealthy: true }),
  };
}
