import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import type { DomainEvent } from '../../events/catalogue.ts';
import type { EventWait } from '../definition.schema.ts';
import { dueAfter } from '../next-due.ts';
import { behind, programOf } from '../program.ts';
import { startsWith } from '../triggers.ts';
import {
  LIVE,
  WorkflowEnrollment,
  type WorkflowEnrollmentRecord,
} from '../workflow/workflow-enrollment.schema.ts';
import type { Taken } from './advance.ts';
import type { AtStep } from './run-step.ts';
import { enqueueStep } from './start-run.ts';
import { versionOf } from './versions.ts';

const MOST = 100;

/**
 * Stays at a wait until what it waits for happens, at most until its time is over. What is so already is not waited for,
 * and what became so while nobody was told of it is seen at the end.
 */
export function awaitEvent(wait: EventWait, at: AtStep, now: Date, zone: string): Taken {
  const { node, run, record } = at;
  const goOn: Taken = { next: behind(node, run.loopPath), dueAt: now };
  if (run.awaits?.hasHappened || isSuch(wait, record)) return goOn;
  if (run.awaits?.stepId !== node.step.id)
    return {
      next: { stepId: node.step.id, loopPath: [...run.loopPath] },
      dueAt: dueAfter(wait, now, record, zone),
      awaits: { stepId: node.step.id, since: now, hasHappened: false },
    };
  return wait.otherwise === 'end' ? { next: { stepId: undefined, loopPath: [] }, dueAt: now } : goOn;
}

/** Of a change to whatever value nothing can be seen in the record. */
const isSuch = ({ event: { fields, to } }: EventWait, record: Readonly<Record<string, unknown>>): boolean =>
  to !== undefined &&
  fields.some((field) => {
    const value = record[field];
    return Array.isArray(value) ? value.some((one) => to.includes(one)) : to.includes(value as string);
  });

/**
 * What happened between the look at the record and the note that the run waits was told to nobody who waits.
 *
 * @param at - as it was when the run came to the wait
 */
export async function lookAgain(crm: CrmCore, { node, run, record, entity }: AtStep): Promise<void> {
  if (node.step.kind !== 'wait' || !('event' in node.step.input)) return;
  const wait = node.step.input;
  const system = systemScope(run.workspaceId);
  const after = (await crm.records(entity).getMany(system, [record.id])).get(record.id);
  if (!after) return;
  const values: Record<string, unknown> = { ...after };
  const isChanged = wait.event.fields.some(
    (field) => JSON.stringify(values[field] ?? null) !== JSON.stringify(record[field] ?? null),
  );
  if (isChanged && (!wait.event.to || isSuch(wait, values)))
    await wake(crm, { id: run.id, workspaceId: run.workspaceId, seq: run.seq + 1 });
}

/** Has the runs go on that wait for what has just happened to their record. Safe to repeat. */
export async function wakeAwaiting(crm: CrmCore, event: DomainEvent): Promise<void> {
  const { workspaceId, recordId, entity } = event;
  const { records: runs } = await crm.records(WorkflowEnrollment).find(systemScope(workspaceId), {
    where: [
      { field: 'recordId', op: 'eq', value: recordId },
      { field: 'status', op: 'in', value: [...LIVE] },
    ],
    limit: MOST,
  });
  for (const run of runs) {
    if (!run.awaits || event.at < run.awaits.since) continue;
    const version = await versionOf(crm, workspaceId, run.workflowId, run.number);
    const step = version && programOf(version.definition.steps).get(run.awaits.stepId)?.step;
    if (step?.kind !== 'wait' || !('event' in step.input)) continue;
    if (startsWith({ on: 'changed', entity, ...step.input.event }, event)) await wake(crm, run);
  }
}

async function wake(
  crm: CrmCore,
  { id, workspaceId, seq }: Pick<WorkflowEnrollmentRecord, 'id' | 'workspaceId' | 'seq'>,
): Promise<void> {
  const now = crm.now();
  const { matchedCount } = await crm.store
    .model(WorkflowEnrollment)
    .collection.updateOne(
      { _id: id as never, seq, status: { $in: [...LIVE] }, 'awaits.hasHappened': false },
      { $set: { dueAt: now, 'awaits.hasHappened': true, updatedAt: now }, $inc: { version: 1 } },
    );
  if (matchedCount > 0) await enqueueStep(crm, workspaceId, { id, seq, dueAt: now });
}
