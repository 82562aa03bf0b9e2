import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { z } from 'zod';
import {
  abilitiesInWords,
  agentCards,
  asksFirst,
  passedInWords,
  whenInWords,
} from '../../custom/agent-words.ts';
import { toolsOf } from '../../custom/custom-agent.ts';
import { draftOf, evaluationOf, theAgent, withRemote } from '../../custom/definition.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';

export const getAgent = defineTool({
  name: 'get_agent',
  does: 'Looking at a custom agent',
  staysHome: true,
  operation: 'other',
  entity: AgentDefinition.name,
  description:
    'Shows an agent that the workspace has made: its instructions, the tools that it may use, when it runs, and how its tests went.',
  input: z.strictObject({
    agent: oneOf(AgentDefinition).optional().describe('Left out: the one spoken of last'),
  }),
  effect: 'read',
  async run({ agent: name }, context): Promise<ToolResult> {
    const definition = await theAgent(context, name);
    const { crm, scope, catalogue } = context;
    const evaluation = await evaluationOf(crm, definition);
    const { team } = await crm.facts(scope.workspaceId);
    const nameOf = (id: string | undefined) => team.find((one) => one.id === id)?.name;
    const tools = toolsOf(await withRemote(context, draftOf(definition)), catalogue);
    const gone = definition.tools.filter((tool) => !tools.some((one) => one.name === tool));
    const { status, edition, publishedEdition, pausedBecause, instructions } = definition;
    const when = await whenInWords(context, definition);
    const lines = [
      `**${definition.name}** is ${status === 'active' ? `switched on (version ${publishedEdition})` : status === 'paused' ? `paused${pausedBecause ? `: ${pausedBecause}` : ''}` : 'a draft'}. It may do this: ${abilitiesInWords(tools)}.${asksFirst(tools)}`,
      when
        ? `It runs by itself ${when}${nameOf(definition.publishedById) ? `, with the rights of ${nameOf(definition.publishedById)}` : ''}.`
        : 'It runs when it is asked, with the rights of whoever asks.',
      ...(gone.length > 0 ? [`Of its tools these are not there any more: ${gone.join(', ')}.`] : []),
      ...(publishedEdition !== undefined && publishedEdition !== edition
        ? [`Version ${edition} is a draft; it is not in use yet.`]
        : []),
      `Its tests: ${evaluation.faults ? passedInWords(evaluation) : 'not run yet'}.`,
      ...(instructions ? [`Its instructions: “${instructions}”`] : []),
    ];
    return {
      text: lines.join('\n\n'),
      cards: await agentCards(context, definition, { evaluation }),
      focus: [focusOf(AgentDefinition, definition)],
      suggestions: [`Test ${definition.name}`, `Switch ${definition.name} on`],
      isAnswer: true,
    };
  },
});
