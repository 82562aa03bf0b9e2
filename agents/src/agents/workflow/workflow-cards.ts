import type { Definition } from '@clianta/crm-core/automation/definition.schema';
import { Workflow, type WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import type { Card } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { capitalize } from '../../tools/format.ts';
import { definitionInWords } from '../../workflows/definition-in-words.ts';

/** What begins a workflow and what it does, step by step. */
export async function workflowCard(
  context: ToolContext,
  { id, name, status }: WorkflowRecord,
  definition: Definition,
): Promise<Card> {
  const { begins, steps, needs } = await definitionInWords(context, definition);
  return {
    type: 'list',
    title: `${name} (${status})`,
    items: [
      { title: capitalize(begins), entity: Workflow.name, id },
      ...steps.map((title) => ({ title })),
      ...needs.map((title) => ({ title })),
    ],
    count: 1 + steps.length + needs.length,
  };
}
