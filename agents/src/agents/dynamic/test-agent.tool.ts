import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { CASES_NEEDED } from '@clianta/crm-core/automation/agent-evaluation/agent-evaluation.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { agentCards, passedInWords } from '../../custom/agent-words.ts';
import { draftOf, theAgent, withRemote } from '../../custom/definition.ts';
import { runCases } from '../../custom/run-cases.ts';
import { evaluationWithCases } from '../../custom/test-cases.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';

export const testAgent = defineTool({
  name: 'test_agent',
  does: 'Trying a custom agent',
  staysHome: true,
  operation: 'other',
  entity: AgentDefinition.name,
  description:
    'Tries the draft of an agent without writing anything: with a message, what it would do and say; without one, its test cases, which have to pass before it is switched on.',
  input: z.strictObject({
    agent: oneOf(AgentDefinition).optional().describe('Left out: the one spoken of last'),
    message: slot({ kind: 'text' }, z.string().trim().min(1).max(1_000))
      .optional()
      .describe('What somebody would say to it. Left out: the test cases are run'),
  }),
  effect: 'read',
  async run({ agent: name, message }, context): Promise<ToolResult> {
    const definition = await theAgent(context, name);
    const draft = await withRemote(context, draftOf(definition));
    const focus = [focusOf(AgentDefinition, definition)];
    if (!context.rehearse) throw new InvalidError('An agent is tried in a conversation.');
    if (message !== undefined) {
      const { text } = await context.rehearse({ agent: draft, message: message.replace(/^["“]|["”]$/g, '') });
      return {
        text: `**${definition.name}** would answer (a trial, nothing is written):\n\n${text || 'Nothing.'}`,
        focus,
        suggestions: ['Test it'],
        isAnswer: true,
      };
    }
    const evaluation = await runCases(context, draft, await evaluationWithCases(context, definition));
    const more = CASES_NEEDED - evaluation.cases.length;
    return {
      text: `Version ${definition.edition} of **${definition.name}**: ${passedInWords(evaluation)}. ${
        evaluation.isPassed
          ? 'It can be switched on.'
          : more > 0
            ? `It needs ${more} more before it can be switched on.`
            : 'All of them have to pass before it can be switched on.'
      } Nothing was written.`,
      cards: await agentCards(context, definition, { evaluation }),
      focus,
      suggestions: evaluation.isPassed
        ? [`Switch ${definition.name} on`]
        : [`Show the agent ${definition.name}`],
      isAnswer: true,
    };
  },
});
