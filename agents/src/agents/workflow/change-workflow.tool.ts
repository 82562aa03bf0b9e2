import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { definitionInWords } from '../../workflows/definition-in-words.ts';
import { changeIn } from './draft/read-change.ts';
import { theWorkflow } from './the-workflow.ts';
import { workflowCard } from './workflow-cards.ts';

export const changeWorkflow = defineTool({
  name: 'change_workflow',
  does: 'Changing a workflow',
  operation: 'other',
  entity: Workflow.name,
  description:
    'Changes the draft of a workflow: for which records, how long it waits, steps added, replaced or taken off, who gets it, its name. What runs stays as it is until it is turned on again.',
  input: z.strictObject({
    workflow: oneOf(Workflow),
    changes: slot({ kind: 'whole' }, z.string().trim().min(1).max(1_500)).describe(
      'What is to be different, as it was said: "only German ones", "two days, not hours", "also create a task"',
    ),
    people: z.string().max(300).optional().describe('Who is meant by a team or a name that nobody knows'),
    channel: z.string().max(40).optional(),
    address: z.string().max(2_000).optional(),
  }),
  effect: 'write',
  async run({ workflow: name, changes, ...answers }, context): Promise<ToolResult> {
    const before = await theWorkflow(context, name);
    if (!before.draft) throw new InvalidError(`**${before.name}** has no steps yet. Say what it is to do.`);
    const change = await changeIn(context, before.draft, changes, answers);
    const draft = change.draft ?? before.draft;
    const after = await context.crm.records(Workflow).update(context.scope, before.id, {
      ...(change.name && { name: change.name }),
      ...(change.draft && { draft: change.draft }),
    } as never);
    const was = await definitionInWords(context, before.draft);
    const is = await definitionInWords(context, draft);
    const live = after.status === 'active' ? ' What runs stays as it was until you turn this on.' : '';
    const difference = [
      ...(change.name ? [`It is called **${after.name}** now.`] : []),
      ...differences([was.begins, ...was.steps], [is.begins, ...is.steps]),
    ];
    return {
      text: [`Changed the draft of **${after.name}**.${live}`, '', ...difference].join('\n'),
      cards: [{ ...(await workflowCard(context, after, draft)) }],
      changes: [{ entity: Workflow.name, id: after.id, change: 'updated' }],
      focus: [focusOf(Workflow, after)],
      suggestions: ['Turn it on'],
      isAnswer: true,
    };
  },
});

/** What went and what came, line by line. */
function differences(before: readonly string[], after: readonly string[]): string[] {
  const gone = before
    .filter((line) => !after.includes(line))
    .map((line) => `- before: ${line.replace(/^\d+\. /, '')}`);
  const fresh = after
    .filter((line) => !before.includes(line))
    .map((line) => `- now: ${line.replace(/^\d+\. /, '')}`);
  return gone.length + fresh.length > 0 ? [...gone, ...fresh] : ['- nothing is different'];
}
