import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import type { Scope } from '../../entity/scope.ts';
import { Workflow } from '../workflow/workflow.schema.ts';
import {
  STUCK,
  WorkflowEnrollment,
  type WorkflowEnrollmentRecord,
} from '../workflow/workflow-enrollment.schema.ts';
import { enqueueStep } from './start-run.ts';

/**
 * Has a run that failed go on with the step that it failed at. What may have been sent already is sent again: that is for a
 * person to say.
 *
 * @returns whether it goes on: one whose record has begun anew meanwhile stays as it is
 */
export async function retryRun(
  crm: CrmCore,
  scope: Scope,
  { id, workflowId, recordId, seq }: WorkflowEnrollmentRecord,
): Promise<boolean> {
  requireAccess(Workflow, scope, 'update');
  const liveKey = `${workflowId}:${recordId}`;
  if (await crm.records(WorkflowEnrollment).findOne(scope, { liveKey })) return false;
  const now = crm.now();
  const next = seq + 1;
  const { modifiedCount } = await crm.store.model(WorkflowEnrollment).collection.updateOne(
    { _id: id as never, workspaceId: scope.workspaceId, status: { $in: [...STUCK] }, seq },
    {
      // the next place: what the failed step has kept stands beside it
      $set: { status: 'waiting', liveKey, dueAt: now, seq: next, updatedAt: now },
      $unset: { error: '', endedAt: '' },
      $inc: { version: 1 },
    },
  );
  if (modifiedCount > 0) await enqueueStep(crm, scope.workspaceId, { id, seq: next, dueAt: now });
  return modifiedCount > 0;
}
