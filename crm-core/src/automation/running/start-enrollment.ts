import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import type { WorkflowPorts } from '../actions/action.ts';
import { Workflow } from '../workflow/workflow.schema.ts';
import { WorkflowEnrollment } from '../workflow/workflow-enrollment.schema.ts';
import { matches } from './matches.ts';
import { LEFT, pauseBecause, publisherScope } from './publisher.ts';
import { enqueueStep, type StartRun } from './start-run.ts';
import { versionOf } from './versions.ts';

/** A workflow that starts another, and so on: deeper it is a circle, or as good as one. */
const MOST_DEPTH = 5;
/** One record that often in an hour is a workflow that starts itself through something that it does not see. */
const MOST_RUNS = 10;
const HOUR_MS = 3_600_000;

/** What became of the start. */
export type Started = 'started' | 'known' | 'off' | 'circle' | 'not_meant' | 'paused';

/** Takes a record into a workflow, unless it is in it already, has been through it, or does not belong in it. */
export async function startEnrollment(
  ports: Pick<WorkflowPorts, 'crm' | 'tell'>,
  workspaceId: string,
  { workflowId, recordId, cause, what, by, at }: StartRun,
): Promise<Started> {
  const { crm, tell } = ports;
  const system = systemScope(workspaceId);
  const workflow = (await crm.records(Workflow).getMany(system, [workflowId])).get(workflowId);
  if (!workflow || workflow.isDeleted || workflow.status !== 'active') return 'off';
  if (cause.chain.includes(workflowId) || cause.depth >= MOST_DEPTH) return 'circle';
  const version = await versionOf(crm, workspaceId, workflowId, workflow.liveVersion ?? 0);
  const [first] = version?.definition.steps ?? [];
  if (!version || !first) return 'off';
  const scope = await publisherScope(crm, workflow);
  if (!scope) {
    await pauseBecause(crm, workflow, LEFT, tell);
    return 'paused';
  }
  const { trigger, entry } = version.definition;
  const entity = crm.store.entity(trigger.entity);
  const record = (await crm.records(entity).getMany(scope, [recordId])).get(recordId);
  if (!record || record.isDeleted || !(await matches(crm, scope, entity, recordId, entry)))
    return 'not_meant';
  const enrollments = crm.records(WorkflowEnrollment);
  const now = crm.now();
  const recent = await enrollments.count(system, {
    where: [
      { field: 'workflowId', op: 'eq', value: workflowId },
      { field: 'recordId', op: 'eq', value: recordId },
      { field: 'createdAt', op: 'gte', value: new Date(now.getTime() - HOUR_MS) },
    ],
  });
  const id = idFrom(`enrollment:${workflowId}:${cause.eventId}:${recordId}`);
  const isKnown = (await enrollments.getMany(system, [id])).has(id);
  if (recent >= MOST_RUNS && !isKnown) {
    const title = entity.titleOf({ ...record });
    await pauseBecause(
      crm,
      workflow,
      `It began ${MOST_RUNS} times within an hour for ${title}, so it seems to start itself. Look at what starts it, then turn it on again.`,
      tell,
    );
    return 'paused';
  }
  const { record: run, isNew } = await createOnce(crm, WorkflowEnrollment, system, id, {
    workflowId,
    number: version.number,
    entity: entity.name,
    recordId,
    recordTitle: entity.titleOf({ ...record }).slice(0, 500),
    cause: {
      eventId: cause.eventId,
      chain: [...cause.chain, workflowId],
      depth: cause.depth + 1,
      what,
      by,
      at: at ? new Date(at) : now,
    },
    stepId: first.id,
    dueAt: now,
    liveKey: `${workflowId}:${recordId}`,
    ...(workflow.reentry === 'never' && { onceKey: `${workflowId}:${recordId}` }),
  });
  // it is in it already: by another cause
  if (!isNew && run.id !== id) return 'known';
  await enqueueStep(crm, workspaceId, run);
  return isNew ? 'started' : 'known';
}
