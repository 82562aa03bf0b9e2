import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { toolsOf } from '../../custom/custom-agent.ts';
import { publishedOf, theAgent, withRemote } from '../../custom/definition.ts';
import { isRemoteName } from '../../remote/remote-tool.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { listed } from '../../tools/format.ts';

export const runAgent = defineTool({
  name: 'run_agent',
  does: 'Handing it to a custom agent',
  staysHome: true,
  isStart: true,
  operation: 'other',
  entity: AgentDefinition.name,
  description:
    'Gives a request to an agent that the workspace has made and switched on. It has its own tools alone, and the rights of whoever asks.',
  input: z.strictObject({
    agent: oneOf(AgentDefinition).optional().describe('Left out: the one spoken of last'),
    message: slot({ kind: 'text' }, z.string().trim().min(1).max(4_000))
      .optional()
      .describe('What it is to do, whole. Left out: what its instructions say'),
    verb: slot({ kind: 'text' }, z.string().max(20))
      .optional()
      .describe('What stands before the message: "check"'),
  }),
  effect: 'write',
  async run({ agent: name, message, verb }, context): Promise<ToolResult> {
    const definition = await theAgent(context, name);
    const published = publishedOf(definition);
    const agent = published && (await withRemote(context, published));
    if (definition.status !== 'active' || !agent)
      throw new InvalidError(
        definition.status === 'paused'
          ? `${definition.name} is paused${definition.pausedBecause ? `: ${definition.pausedBecause}` : ''}. Switch it on first.`
          : `${definition.name} is a draft. Try it with “test ${definition.name}”, and switch it on once its tests have passed.`,
      );
    const there = new Set(toolsOf(agent, context.catalogue).map((tool) => tool.name));
    const gone = agent.tools.filter((tool) => !there.has(tool) && !context.catalogue.tool(tool));
    if (gone.length > 0 || there.size === 0)
      throw new InvalidError(
        gone.every(isRemoteName)
          ? `${definition.name} uses ${listed(gone)}, which ${gone.length === 1 ? 'is' : 'are'} switched off. Ask “why is ${gone[0]} off?”.`
          : `${definition.name} was made with tools that are not there any more (${gone.join(', ')}). Change it, test it and switch it on again.`,
      );
    const asked = [verb, message].filter(Boolean).join(' ');
    return {
      text: `Asked **${definition.name}**.`,
      focus: [focusOf(AgentDefinition, definition)],
      goOnAs: { agent, ...(asked && { message: asked }) },
      isAnswer: true,
    };
  },
});
