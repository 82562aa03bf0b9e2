import { Workflow, type WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { resolveOne } from '../../tools/resolve.ts';

const OFFERED = 6;
const NOUN = /\b(?:the|our|my|workflow|automation|flow|rule)\b/giu;

/**
 * The workflow of that name; without one, the one that was spoken of last, or the only one there is.
 *
 * @throws AskBack when several may be meant
 */
export async function theWorkflow(context: ToolContext, name: string | undefined): Promise<WorkflowRecord> {
  const { crm, scope } = context;
  const plain = name?.replace(NOUN, ' ').replace(/["“”]/g, '').replace(/\s+/g, ' ').trim();
  if (name && plain) return resolveOne(context, Workflow, plain, 'workflow');
  const spokenOf = context.focus.find(({ entity }) => entity === Workflow.name);
  if (spokenOf) return crm.records(Workflow).get(scope, spokenOf.id);
  const { records } = await crm.records(Workflow).find(scope, {
    where: [{ field: 'status', op: 'ne', value: 'archived' }],
    sort: '-updatedAt',
    limit: OFFERED,
  });
  const [only] = records;
  if (only && records.length === 1) return only;
  throw new AskBack({
    text: only
      ? 'Which workflow do you mean?'
      : 'There are no workflows yet. Say “when a lead reaches A, assign it to Lena” to draft one.',
    options: records.map(({ id, name: label, status }) => ({ label, detail: status, value: id })),
    argument: 'workflow',
  });
}
