import {
  AgentDefinition,
  LONGEST_INSTRUCTIONS,
  MOST_TOOLS,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { givenName, wantedName } from '../../custom/agent-name.ts';
import { abilitiesInWords, agentCards, asksFirst, whenInWords } from '../../custom/agent-words.ts';
import { toolsOf } from '../../custom/custom-agent.ts';
import { draftOf, withRemote } from '../../custom/definition.ts';
import { evaluationWithCases } from '../../custom/test-cases.ts';
import { toolsCalled, toolsForPurpose } from '../../custom/tools-for.ts';
import { scheduleOf, triggersOf, whenShape } from '../../custom/when-it-runs.ts';
import { slot } from '../../slot.ts';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { capitalize } from '../../tools/format.ts';

const input = z.strictObject({
  purpose: slot({ kind: 'text' }, z.string().trim().min(3).max(300)).describe(
    'What it is for: "qualifies inbound leads"',
  ),
  name: slot({ kind: 'text' }, z.string().trim().min(3).max(40))
    .optional()
    .describe('Left out: one is given'),
  tools: z
    .array(z.string().max(80))
    .max(MOST_TOOLS)
    .optional()
    .describe(
      'Names of tools, or what it may do in words ("create tasks"). Left out: those the purpose needs',
    ),
  instructions: slot({ kind: 'text' }, z.string().trim().max(LONGEST_INSTRUCTIONS))
    .optional()
    .describe('How it works, in its own words. Left out: the purpose'),
  ...whenShape,
});

export const createAgent = defineTool({
  name: 'create_agent',
  does: 'Making a custom agent',
  staysHome: true,
  operation: 'other',
  entity: AgentDefinition.name,
  description:
    'Makes the draft of an agent of the workspace: what it is for, the tools that it may use, and three test cases. It does nothing until it is switched on.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { crm, scope, catalogue } = context;
    const purpose = args.purpose.replace(/[.!]+$/, '');
    const tools = args.tools ? named(context, args.tools) : toolsForPurpose(purpose, catalogue, MOST_TOOLS);
    if (tools.length === 0)
      throw new InvalidError(
        `I do not know what an agent that “${purpose}” would have to do. Say it with what it works on: “an agent that looks after overdue tasks”.`,
      );
    const schedule = scheduleOf(context, args);
    const definition = await crm.records(AgentDefinition).create(scope, {
      name: args.name ? await wantedName(context, args.name) : await givenName(context),
      description: capitalize(purpose),
      instructions: args.instructions ?? `${capitalize(purpose)}.`,
      tools: tools.map(({ name }) => name),
      triggers: args.starts ? await triggersOf(context, args.starts) : [],
      ...(schedule && { schedule }),
      ownerId: scope.actor.id,
    });
    const draft = await withRemote(context, draftOf(definition));
    const evaluation = await evaluationWithCases(context, definition);
    const when = await whenInWords(context, definition);
    return {
      text: `${args.name ? '' : 'I called it '}**${definition.name}**${args.name ? ' is' : ';'} ${args.name ? '' : 'it is '}a draft. It may do this: ${abilitiesInWords(toolsOf(draft, catalogue))}.${asksFirst(tools)}${when ? ` Once it is switched on, it runs by itself ${when}, with your rights.` : ''}\n\nThese are test cases to begin with; say “test it” to run them. When at least three have passed, it can be switched on.`,
      cards: await agentCards(context, definition, { badge: 'Draft', evaluation, ...undoable(context) }),
      changes: [{ entity: AgentDefinition.name, id: definition.id, change: 'created' }],
      focus: [focusOf(AgentDefinition, definition)],
      suggestions: ['Test it', `Show the agent ${definition.name}`],
      isAnswer: true,
    };
  },
});

function named({ catalogue }: ToolContext, said: readonly string[]): Tool[] {
  const tools = said.flatMap((one) => {
    const found = toolsCalled(one, catalogue);
    if (found.length === 0)
      throw new InvalidError(`There is nothing that an agent could do called “${one}”.`);
    return found;
  });
  return [...new Set(tools)].slice(0, MOST_TOOLS);
}
