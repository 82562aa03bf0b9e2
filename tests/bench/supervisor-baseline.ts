import type { Agent } from '@clianta/agents/agent';
import type { Models } from '@clianta/agents/models/models';
import { catalogue } from '@clianta/agents/registry';
import { jsonSchemaOf, type Tool, type ToolContext } from '@clianta/agents/tool';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { PLAIN_CALENDAR } from '@clianta/crm-core/entity/calendar';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { BaseChatModel, type BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { tool as langchainTool } from '@langchain/core/tools';
import { MemorySaver } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { createSupervisor } from '@langchain/langgraph-supervisor';

interface Call {
  name: string;
  args: Record<string, unknown>;
}

/** Answers at once: the wanted tool where it is bound and not yet run, else what `otherwise` says. Counts what it is sent. */
export class CountingModel extends BaseChatModel<BaseChatModelCallOptions> {
  readonly counts: { calls: number; chars: number };
  readonly #call: Call;
  readonly #tools: Array<{ name: string; text: string }>;
  readonly #handOver: string | undefined;

  constructor(
    call: Call,
    handOver?: string,
    shared?: { calls: number; chars: number },
    tools: Array<{ name: string; text: string }> = [],
  ) {
    super({});
    this.#call = call;
    this.#handOver = handOver;
    this.#tools = tools;
    this.counts = shared ?? { calls: 0, chars: 0 };
  }

  override _llmType(): string {
    return 'counting';
  }

  override bindTools(tools: unknown[]): CountingModel {
    const bound = tools.map((one) => {
      const given = one as {
        name?: string;
        description?: string;
        schema?: unknown;
        function?: { name: string };
      };
      return {
        name: given.function?.name ?? given.name ?? '',
        text: JSON.stringify(
          given.function ?? {
            name: given.name,
            description: given.description,
            schema: describe(given.schema),
          },
        ),
      };
    });
    return new CountingModel(this.#call, this.#handOver, this.counts, bound);
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    this.counts.calls++;
    this.counts.chars += messages.reduce(
      (sum, message) =>
        sum + message.text.length + JSON.stringify((message as AIMessage).tool_calls ?? '').length,
      0,
    );
    this.counts.chars += this.#tools.reduce((sum, one) => sum + one.text.length, 0);
    const hasRun = messages.some(
      (message) => message.getType() === 'tool' && message.name === this.#call.name,
    );
    const handedOver = messages.some(
      (message) => message.getType() === 'tool' && message.name === this.#handOver,
    );
    const names = this.#tools.map((one) => one.name);
    const call =
      !hasRun && names.includes(this.#call.name)
        ? this.#call
        : !hasRun && !handedOver && this.#handOver && names.includes(this.#handOver)
          ? { name: this.#handOver, args: {} }
          : undefined;
    const message = new AIMessage({
      content: call ? '' : 'There are some open deals.',
      tool_calls: call ? [{ ...call, id: `call_${this.counts.calls}`, type: 'tool_call' as const }] : [],
    });
    return { generations: [{ message, text: message.text }] };
  }
}

function describe(schema: unknown): unknown {
  return typeof schema === 'object' && schema !== null && 'type' in schema ? schema : String(schema);
}

export function countingModels(call: Call): { models: Models; model: CountingModel } {
  const model = new CountingModel(call);
  return {
    model,
    models: {
      name: 'counting',
      description: 'counting',
      inUse: { provider: 'counting' },
      readsHistory: true,
      agentModel: () => model,
      health: () => ({ isHealthy: true }),
    },
  };
}

/** LangGraph's prebuilt supervisor over 24 agents: ours, and the others of the specification by name with one tool each. */
export function prebuiltSupervisor(crm: CrmCore, scope: Scope, own: readonly Agent[], call: Call) {
  const model = new CountingModel(call, 'transfer_to_dealagent');
  const others = [
    'campaign',
    'email',
    'sequence',
    'landingPage',
    'dataEntry',
    'leadScore',
    'competitor',
    'hygiene',
    'reports',
    'workflow',
    'scheduling',
    'forecast',
    'proposal',
    'transcription',
    'ticket',
    'dynamic',
  ];
  const asTool = (one: Tool) =>
    langchainTool(
      async (args) => (await one.run(args as Record<string, unknown>, context(crm, scope))).text,
      {
        name: one.name,
        description: one.description,
        schema: jsonSchemaOf(one),
      },
    );
  const workers = [
    ...own.map((agent) => ({
      name: agent.name.toLowerCase(),
      prompt: agent.instructions,
      tools: agent.tools.map(asTool),
    })),
    ...others.map((name) => ({
      name: `${name.toLowerCase()}agent`,
      prompt: `You look after ${name} in a CRM.`,
      tools: [],
    })),
  ].map(({ name, prompt, tools }) => createReactAgent({ llm: model, tools, name, prompt }));
  const checkpointer = new MemorySaver();
  const graph = createSupervisor({
    agents: workers as never,
    llm: model,
    prompt: `You manage a team. Hand the request to the right agent.\n${own.map((agent) => `${agent.name}: ${agent.description}`).join('\n')}`,
  }).compile({ checkpointer });
  let thread = 0;
  return {
    model,
    async turn(message: string): Promise<void> {
      const result = await graph.invoke(
        { messages: [{ role: 'user', content: message }] },
        { configurable: { thread_id: `t${++thread}` } },
      );
      await checkpointer.deleteThread(`t${thread}`);
      const ran = result.messages.some((one: BaseMessage) => one.text.includes('deals'));
      if (!ran) throw new Error('The supervisor did not answer.');
    },
  };
}

function context(crm: CrmCore, scope: Scope): ToolContext {
  return {
    crm,
    scope,
    now: crm.now(),
    timeZone: 'UTC',
    currency: 'USD',
    locale: 'en-US',
    turnId: 'bench',
    conversationId: 'bench',
    focus: [],
    stepFacts: {},
    calendar: PLAIN_CALENDAR,
    mustPropose: false,
    catalogue,
    signal: new AbortController().signal,
    status: () => {},
  };
}
