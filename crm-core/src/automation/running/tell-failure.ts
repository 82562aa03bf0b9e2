import type { WorkflowPorts } from '../actions/action.ts';
import type { WorkflowRecord } from '../workflow/workflow.schema.ts';
import type { WorkflowEnrollmentRecord } from '../workflow/workflow-enrollment.schema.ts';
import { tellOwners } from './publisher.ts';

const HOUR_MS = 3_600_000;

/** Of failures of a workflow people are told once an hour. */
export async function tellFailure(
  { crm, tell }: Pick<WorkflowPorts, 'crm' | 'tell'>,
  workflow: WorkflowRecord,
  { recordTitle }: WorkflowEnrollmentRecord,
  error: string,
): Promise<void> {
  const hour = Math.floor(crm.now().getTime() / HOUR_MS);
  await tellOwners(crm, workflow, tell, {
    key: `workflow-failed:${workflow.id}:${hour}`,
    title: `The workflow “${workflow.name}” failed for ${recordTitle}`,
    body: error,
  });
}
