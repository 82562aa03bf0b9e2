import { startPace } from '@clianta/crm-core/automation/running/start-pace';
import { enqueueStarts } from '@clianta/crm-core/automation/running/start-run';
import { Workflow, type WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { sampleOf } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { narrowingIn } from './draft/read-filter.ts';
import { theWorkflow } from './the-workflow.ts';

/** More than so many are proposed first. */
const FREE = 10;
const SAMPLE = 5;

const input = z.strictObject({
  workflow: oneOf(Workflow).optional().describe('Left out: the one spoken of last'),
  record: slot({ kind: 'subject' }, z.string().max(200)).optional().describe('One record, by name or id'),
  which: slot({ kind: 'records' }, z.string().max(500))
    .optional()
    .describe('Or many, in words: "leads from Spain"'),
});
type Args = z.output<typeof input>;

export const enroll = defineTool({
  name: 'enroll',
  does: 'Putting records into a workflow',
  operation: 'other',
  entity: Workflow.name,
  description:
    'Puts records into a workflow that is on: one by name, or all that are such. Over ten are proposed first.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { workflow, ids, entity } = await meant(context, args);
    if (ids.length <= FREE) return undefined;
    const records = await context.crm.records(entity).getMany(context.scope, ids.slice(0, SAMPLE));
    const sample = [...records.values()].map((one) => ({ id: one.id, title: entity.titleOf({ ...one }) }));
    return {
      title: `Put ${counted(ids.length, entity.label)} into the workflow “${workflow.name}”`,
      preview: { count: ids.length, sample: await sampleOf(context, entity, sample), changes: [] },
      recordIds: ids,
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { workflow, ids, entity } = await meant(context, args);
    const { crm, scope, turnId, approvedIds } = context;
    const chosen = approvedIds ? ids.filter((id) => approvedIds.includes(id)) : ids;
    await enqueueStarts(crm, scope.workspaceId, chosen, {
      workflowId: workflow.id,
      cause: { eventId: `put in by ${turnId}`, chain: [], depth: 0 },
      what: 'put in by hand',
      by: scope.actor.name,
      at: context.now.toISOString(),
    });
    const pace = await startPace(crm, scope.workspaceId, chosen.length);
    return {
      text:
        chosen.length > 0
          ? `${counted(chosen.length, entity.label)} begin${chosen.length === 1 ? 's' : ''} with **${workflow.name}**${pace ? `, ${pace}` : ''}. Who is in it already stays where they are, and who is no such ${entity.label.one} as it is for is left out.`
          : `There is no such ${entity.label.one}.`,
      focus: [focusOf(Workflow, workflow)],
      isAnswer: true,
    };
  },
});

async function meant(context: ToolContext, { workflow: name, record, which }: Args) {
  const { crm, scope } = context;
  const workflow: WorkflowRecord = await theWorkflow(context, name);
  if (workflow.status !== 'active' || !workflow.draft)
    throw new InvalidError(`**${workflow.name}** is ${workflow.status}. Turn it on first.`);
  const entity = crm.store.entity(workflow.draft.trigger.entity);
  if (record) return { workflow, entity, ids: [(await resolveOne(context, entity, record, 'record')).id] };
  if (!which) throw new InvalidError(`Say which ${entity.label.many}: a name, or what they have in common.`);
  return {
    workflow,
    entity,
    ids: await crm.records(entity).ids(scope, await narrowingIn(context, entity, which)),
  };
}
