import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { definitionInWords } from '../../workflows/definition-in-words.ts';
import { readRule } from './draft/read-rule.ts';
import { workflowCard } from './workflow-cards.ts';

export const createWorkflow = defineTool({
  name: 'create_workflow',
  does: 'Drafting a workflow',
  operation: 'other',
  entity: Workflow.name,
  description:
    'Drafts a workflow: what is to happen by itself from now on whenever something happens, or at times. It runs only once it is turned on.',
  input: z.strictObject({
    rule: slot({ kind: 'whole' }, z.string().trim().min(1).max(2_000))
      .optional()
      .describe(
        'The whole rule as it was said: "when a lead reaches A, assign it to Lena and create a call task"',
      ),
    name: z.string().trim().min(1).max(120).optional(),
    trigger: z.string().max(500).optional().describe('Only what starts it, in words: "a lead reaches A"'),
    steps: z.string().max(1_500).optional().describe('Only the steps, in words, with "then" between them'),
    only: z.string().max(500).optional().describe('What else has to hold of the records, in words'),
    people: z
      .string()
      .max(300)
      .optional()
      .describe('Who is meant by a team or a name in the rule that nobody knows'),
    channel: z.string().max(40).optional().describe('Id of the channel, where one was asked for'),
    address: z.string().max(2_000).optional().describe('Address of a webhook, where one was asked for'),
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { name, definition } = await readRule(context, args);
    const { crm, scope } = context;
    const entity = crm.store.entity(definition.trigger.entity);
    const workflow = await crm.records(Workflow).create(scope, {
      name: await freeName(context, name),
      about: entity.label.many,
      draft: definition,
    } as never);
    const { begins, needs } = await definitionInWords(context, definition);
    const needed = needs.length > 0 ? ` ${needs.join(' ')} Until then it cannot be turned on.` : '';
    return {
      text: `I drafted the workflow **${workflow.name}**: ${begins}. Nothing happens until you turn it on.${needed}`,
      cards: [await workflowCard(context, workflow, definition)],
      changes: [{ entity: Workflow.name, id: workflow.id, change: 'created' }],
      focus: [focusOf(Workflow, workflow)],
      suggestions: [...(needs.length === 0 ? ['Turn it on'] : []), ...(await trial(context, entity.name))],
      isAnswer: true,
    };
  },
});

/** One to try it with. */
async function trial({ crm, scope }: ToolContext, name: string): Promise<string[]> {
  const entity = crm.store.entity(name);
  const [one] = (await crm.records(entity).find(scope, { sort: '-updatedAt', limit: 1 })).records;
  return one ? [`Try it with ${entity.titleOf({ ...one })}`] : [];
}

/** The name, with a number behind it where it is taken. */
async function freeName({ crm, scope }: ToolContext, name: string): Promise<string> {
  for (let at = 1; ; at++) {
    const free = at === 1 ? name : `${name} ${at}`;
    if (!(await crm.records(Workflow).findOne(scope, { name: free }))) return free;
  }
}
