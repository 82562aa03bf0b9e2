import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { isId } from '@clianta/crm-core/entity/ids';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel, type BindToolsInput } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import type { Catalogue } from '../catalogue.ts';
import { callId } from '../graph/left-out.ts';
import type { Command, LanguageContext, Understanding } from '../language/language-context.ts';
import { normalise } from '../language/text/normalise.ts';
import { understand } from '../language/understand.ts';
import { lookup } from '../lookup.ts';
import { toolOfWire } from './wire-name.ts';

const NO_TOKENS = { input_tokens: 0, output_tokens: 0, total_tokens: 0 };
/** The argument that names a record, by the kind of record. */
const KEYS: Readonly<Record<string, string>> = lookup({
  contact: 'contact',
  company: 'company',
  opportunity: 'deal',
  task: 'task',
  pipeline: 'pipeline',
});

export interface EmbeddedModelFields {
  context: LanguageContext;
  catalogue: Catalogue;
  /** What the request was understood as, when that is known already. */
  understanding?: Understanding;
}

/** Clianta's own model for one turn: chooses tools from the understanding of the request and words answers from their results. */
export class EmbeddedModel extends BaseChatModel {
  private readonly context: LanguageContext;
  private readonly catalogue: Catalogue;
  private readonly known: Understanding | undefined;
  /** Names of the bound tools; undefined: all may be called. */
  private readonly toolNames: ReadonlySet<string> | undefined;

  constructor(fields: EmbeddedModelFields & { toolNames?: ReadonlySet<string> }) {
    super({});
    this.context = fields.context;
    this.catalogue = fields.catalogue;
    this.known = fields.understanding;
    this.toolNames = fields.toolNames;
  }

  static override lc_name(): string {
    return 'EmbeddedModel';
  }

  override _llmType(): string {
    return 'clianta-embedded';
  }

  override bindTools(tools: BindToolsInput[]): EmbeddedModel {
    return new EmbeddedModel({
      context: this.context,
      catalogue: this.catalogue,
      ...(this.known && { understanding: this.known }),
      toolNames: new Set(tools.flatMap((tool) => nameOf(tool) ?? [])),
    });
  }

  override async _generate(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    _runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const at = messages.findLastIndex((message) => HumanMessage.isInstance(message));
    const request = messages[at]?.text ?? '';
    const results = messages.slice(at + 1).filter((message) => ToolMessage.isInstance(message));
    const understanding = this.known ?? (await understand(request, this.context, this.catalogue));
    const message = this.answer(understanding, results);
    return { generations: [{ text: message.text, message }] };
  }

  private answer(understanding: Understanding, results: readonly ToolMessage[]): AIMessage {
    if ('reply' in understanding) return say(understanding.reply);
    // which of its orders are carried out is decided by the graph
    if (understanding.kind === 'conditional') return say(ONLY_WHOLE);
    const commands = (understanding.kind === 'plan' ? briefOf(understanding) : understanding.commands).filter(
      (command) => !this.toolNames || this.toolNames.has(command.tool),
    );
    const calls = nextCalls(commands, results);
    if (calls.length > 0) return new AIMessage({ content: '', tool_calls: calls, usage_metadata: NO_TOKENS });
    return say(worded(results) || 'There is nothing for me to do here.');
  }
}

const ONLY_WHOLE = 'What hangs on a condition I do only as a whole request; I did nothing.';

function nameOf(tool: BindToolsInput): string | undefined {
  if ('name' in tool && typeof tool.name === 'string') return tool.name;
  const declared = 'function' in tool ? (tool.function as { name?: unknown } | undefined) : undefined;
  return typeof declared?.name === 'string' ? toolOfWire(declared.name) : undefined;
}

/** The plan's last step, for a model that is asked for it alone. */
function briefOf(plan: Extract<Understanding, { kind: 'plan' }>): Command[] {
  return [
    {
      agent: 'briefingAgent',
      tool: 'create_brief',
      args: plan.args,
      confidence: 0.9,
      dependsOnPrevious: false,
      span: '',
    },
  ];
}

function say(text: string): AIMessage {
  return new AIMessage({ content: text, usage_metadata: NO_TOKENS });
}

/** The calls that can be made now: those not made yet, up to the first that waits for an earlier one. */
function nextCalls(commands: readonly Command[], results: readonly ToolMessage[]) {
  const done = new Set(results.map((result) => result.tool_call_id));
  const calls: Array<{ id: string; name: string; args: Record<string, unknown>; type: 'tool_call' }> = [];
  for (const [position, command] of commands.entries()) {
    const id = callId(position);
    if (done.has(id)) continue;
    const hasOpen = commands.slice(0, position).some((_, earlier) => !done.has(callId(earlier)));
    if (command.dependsOnPrevious && hasOpen) break;
    const args = command.dependsOnPrevious ? filledFrom(command.args, results) : command.args;
    // what an order before it was to make or find is not there, and nobody else is meant
    if (command.dependsOnPrevious && args === command.args && results.some(isVain)) {
      done.add(id);
      continue;
    }
    calls.push({ id, name: command.tool, args, type: 'tool_call' });
  }
  return calls;
}

const artifactOf = ({ artifact }: ToolMessage): { focus?: unknown; isVain?: unknown } =>
  typeof artifact === 'object' && artifact !== null ? artifact : {};

const isVain = (result: ToolMessage): boolean => artifactOf(result).isVain === true;

function focusOf(results: readonly ToolMessage[]): FocusItem[] {
  return results.toReversed().flatMap((result) => {
    const { focus } = artifactOf(result);
    return Array.isArray(focus) ? (focus as FocusItem[]) : [];
  });
}

/** Names of records that an earlier call made or found are replaced by their ids, so that a namesake is not taken. */
function filledFrom(args: Record<string, unknown>, results: readonly ToolMessage[]): Record<string, unknown> {
  const focus = focusOf(results);
  let filled = args;
  for (const [entity, key] of Object.entries(KEYS)) {
    const value = filled[key];
    if (typeof value !== 'string' || isId(value)) continue;
    const found = focus.find((item) => item.entity === entity && isSameName(item.title, value));
    if (found) filled = { ...filled, [key]: found.id };
  }
  return filled;
}

function isSameName(title: string, text: string): boolean {
  const words = normalise(title).split(/[^\p{L}\p{N}]+/u);
  return normalise(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .every((word) => words.includes(word));
}

/** The tools' own words, each once, as paragraphs: nothing is added to them. */
function worded(results: readonly ToolMessage[]): string {
  const texts = results.map((result) => result.text.trim()).filter(Boolean);
  return [...new Set(texts)].join('\n\n');
}
