import type { CrmCore } from '../../crm-core.ts';
import type { Cursor } from '../program.ts';
import {
  type ENDED,
  LIVE,
  WorkflowEnrollment,
  type WorkflowEnrollmentRecord,
} from '../workflow/workflow-enrollment.schema.ts';
import type { AtStep } from './run-step.ts';
import { enqueueStep } from './start-run.ts';

/** Where a run goes on after a step, and when. */
export interface Taken {
  next: Cursor;
  dueAt: Date;
  outputs?: Record<string, unknown>;
  /** It stays at the step until something happens to the record, at most until it is due. */
  awaits?: WorkflowEnrollmentRecord['awaits'];
}

/** Everything that a run has found may be that large. */
const MOST_OUTPUT = 32 * 1024;

/** Goes on from a step, once: a second process that has taken the same step finds the run further on. */
export async function advance(
  crm: CrmCore,
  { run }: AtStep,
  { next, dueAt, outputs, awaits }: Taken,
): Promise<void> {
  if (next.stepId === undefined) return end(crm, run, 'done');
  const all = { ...run.outputs, ...outputs };
  const kept = JSON.stringify(all).length <= MOST_OUTPUT ? all : run.outputs;
  const seq = run.seq + 1;
  const { modifiedCount } = await runs(crm).updateOne(
    { _id: run.id as never, seq: run.seq, status: { $in: [...LIVE] } },
    {
      $set: {
        stepId: next.stepId,
        loopPath: next.loopPath,
        outputs: kept,
        dueAt,
        seq,
        status: 'waiting',
        updatedAt: crm.now(),
        ...(awaits && { awaits }),
      },
      ...(!awaits && { $unset: { awaits: '' } }),
      $inc: { version: 1 },
    },
  );
  if (modifiedCount > 0) await enqueueStep(crm, run.workspaceId, { id: run.id, seq, dueAt });
}

/** Ends a run, once. */
export async function end(
  crm: CrmCore,
  { id }: Pick<WorkflowEnrollmentRecord, 'id'>,
  status: (typeof ENDED)[number],
  error?: string,
): Promise<void> {
  const now = crm.now();
  await runs(crm).updateOne(
    { _id: id as never, status: { $in: [...LIVE] } },
    {
      $set: { status, endedAt: now, updatedAt: now, ...(error && { error }) },
      $unset: { liveKey: '' },
      $inc: { version: 1 },
    },
  );
}

const runs = (crm: CrmCore) => crm.store.model(WorkflowEnrollment).collection;
