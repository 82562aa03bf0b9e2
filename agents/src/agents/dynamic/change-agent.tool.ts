import {
  AgentDefinition,
  type AgentDefinitionRecord,
  LONGEST_INSTRUCTIONS,
  MOST_TOOLS,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { wantedName } from '../../custom/agent-name.ts';
import { abilitiesInWords, agentCards, asksFirst, whenInWords } from '../../custom/agent-words.ts';
import { toolsOf } from '../../custom/custom-agent.ts';
import { draftOf, theAgent, withRemote } from '../../custom/definition.ts';
import { requireMayUse } from '../../custom/own-rights.ts';
import { evaluationWithCases } from '../../custom/test-cases.ts';
import { toolsCalled } from '../../custom/tools-for.ts';
import { scheduleOf, triggersOf, whenShape } from '../../custom/when-it-runs.ts';
import { remoteCalled } from '../../remote/remote-tool.ts';
import { slot } from '../../slot.ts';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { listed } from '../../tools/format.ts';

const words = (longest: number) => slot({ kind: 'text' }, z.string().trim().min(2).max(longest)).optional();

const shape = {
  agent: oneOf(AgentDefinition).optional().describe('Left out: the one spoken of last'),
  allow: words(200).describe('What it may do besides: a tool\'s name, or in words ("delete contacts")'),
  forbid: words(200).describe('What it may not do any more'),
  instructions: words(LONGEST_INSTRUCTIONS).describe('Its instructions as a whole'),
  also: words(1_000).describe('A sentence that is added to its instructions'),
  name: words(40).describe('What it is called from now on'),
  ...whenShape,
  onlyAsked: z.boolean().optional().describe('It runs by itself no more'),
};
const input = z.strictObject(shape);
type Args = z.output<typeof input>;

export const changeAgent = defineTool({
  name: 'change_agent',
  does: 'Changing a custom agent',
  staysHome: true,
  operation: 'other',
  entity: AgentDefinition.name,
  description:
    'Changes the draft of an agent: what it may and may not do, its instructions, its name, and when it runs. The version in use stays until the draft is tested and switched on.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { crm, scope, catalogue } = context;
    requireChange(args);
    const before = await theAgent(context, args.agent);
    const values = await changesOf(context, before, args);
    const after = await crm
      .records(AgentDefinition)
      .update(scope, before.id, values as never, { version: before.version });
    const evaluation = await evaluationWithCases(context, after);
    const tools = toolsOf(await withRemote(context, draftOf(after)), catalogue);
    const isSame = after.version === before.version;
    const when = await whenInWords(context, after);
    const inUse =
      after.publishedEdition === undefined
        ? ''
        : ` Version ${after.publishedEdition} stays in use until this one has passed its tests and is switched on.`;
    return {
      text: isSame
        ? `**${after.name}** is like that already.`
        : `**${after.name}** (draft, version ${after.edition}) may do this: ${abilitiesInWords(tools)}.${asksFirst(tools)}${when ? ` It runs by itself ${when}.` : ''}${inUse}`,
      cards: await agentCards(context, after, {
        badge: 'Draft',
        changed: Object.keys(values),
        evaluation,
        ...(isSame ? {} : undoable(context)),
      }),
      changes: isSame ? [] : [{ entity: AgentDefinition.name, id: after.id, change: 'updated' }],
      focus: [focusOf(AgentDefinition, after)],
      suggestions: ['Test it'],
      isAnswer: true,
    };
  },
});

/** @throws InvalidError for "rename my agent", of which nobody said to what */
function requireChange({ agent: _which, ...changes }: Args): void {
  if (Object.values(changes).every((one) => one === undefined))
    throw new InvalidError(
      'Say what is to change, such as “rename it to Closer”, “it may also create tasks” or “add to its instructions: be brief”.',
    );
}

async function changesOf(
  context: ToolContext,
  before: AgentDefinitionRecord,
  args: Args,
): Promise<Record<string, unknown>> {
  const schedule = scheduleOf(context, args);
  const instructions =
    args.instructions ??
    (args.also ? [before.instructions, sentence(args.also)].filter(Boolean).join('\n') : undefined);
  return {
    ...(args.allow || args.forbid ? { tools: await toolsAfter(context, before, args) } : {}),
    ...(instructions !== undefined && { instructions }),
    ...(args.name && { name: await wantedName(context, args.name) }),
    ...(args.starts && { triggers: await triggersOf(context, args.starts) }),
    ...(schedule && { schedule }),
    ...(args.onlyAsked && { triggers: [], schedule: null }),
  };
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.\s]*$/, '.')}`;

async function toolsAfter(
  context: ToolContext,
  { tools, name }: AgentDefinitionRecord,
  { allow, forbid }: Args,
): Promise<string[]> {
  const more = allow === undefined ? [] : await called(context, allow);
  for (const tool of more) requireMayUse(context, tool);
  const less = new Set((forbid === undefined ? [] : await called(context, forbid)).map((tool) => tool.name));
  const after = [...new Set([...tools, ...more.map((tool) => tool.name)])].filter((one) => !less.has(one));
  if (after.length > MOST_TOOLS)
    throw new InvalidError(
      `An agent has at most ${MOST_TOOLS} tools, and ${name} has ${tools.length}. Say first what it may not do any more: ${listed(tools.slice(0, 3))}, for example.`,
    );
  if (after.length === 0) throw new InvalidError(`${name} would have no tool left. Delete it instead.`);
  return after;
}

async function called({ crm, scope, catalogue }: ToolContext, said: string): Promise<Tool[]> {
  const remote = await remoteCalled(crm, scope, said);
  const found = remote ? [remote] : toolsCalled(said, catalogue);
  if (found.length === 0)
    throw new InvalidError(
      `There is nothing that an agent could do called “${said}”. Say it as “delete contacts” or “create tasks”.`,
    );
  return found;
}
