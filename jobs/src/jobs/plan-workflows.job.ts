import { publisherScope } from '@clianta/crm-core/automation/running/publisher';
import { enqueueStart } from '@clianta/crm-core/automation/running/start-run';
import { versionOf } from '@clianta/crm-core/automation/running/versions';
import { Workflow, type WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { lastSlot } from '@clianta/crm-core/intelligence/report/schedule';
import type { JobContext, ScheduledJob } from '../job.ts';

/** Finds the workflows whose time it is, and takes in what they are for. A time that was missed is made up for once. */
export const planWorkflows: ScheduledJob = {
  name: 'plan-workflows',
  everyMs: 60_000,
  async run(context) {
    const active = await context.crm.store
      .model(Workflow)
      .find({ status: 'active', isDeleted: false, lastSlot: { $exists: true } })
      .lean<Array<WorkflowRecord & { _id: string }>>();
    for (const { _id: id, ...workflow } of active) await plan(context, { ...workflow, id } as WorkflowRecord);
  },
};

async function plan({ crm }: JobContext, workflow: WorkflowRecord): Promise<void> {
  const { id: workflowId, workspaceId, liveVersion = 0 } = workflow;
  const version = await versionOf(crm, workspaceId, workflowId, liveVersion);
  const scope = await publisherScope(crm, workflow);
  if (!version || !scope || version.definition.trigger.on !== 'schedule') return;
  const { schedule, entity } = version.definition.trigger;
  const slot = lastSlot(schedule, crm.now());
  if (workflow.lastSlot && workflow.lastSlot >= slot) return;
  const at = slot.toISOString();
  for (const recordId of await crm.records(crm.store.entity(entity)).ids(scope, version.definition.entry))
    await enqueueStart(crm, workspaceId, {
      workflowId,
      recordId,
      cause: { eventId: `slot ${at}`, chain: [], depth: 0 },
      what: 'schedule',
      by: 'Clianta',
      at,
    });
  // a derived value: setting it is no write of the record
  await crm.store
    .model(Workflow)
    .collection.updateOne({ _id: workflowId as never, workspaceId }, { $max: { lastSlot: slot } });
}
