import type { WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import {
  LIVE,
  STUCK,
  WorkflowEnrollment,
  type WorkflowEnrollmentRecord,
} from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { ToolContext } from '../../tool.ts';

const MOST = 500;

export const isLive: Condition = { field: 'status', op: 'in', value: [...LIVE] };
export const isStuck: Condition = { field: 'status', op: 'in', value: [...STUCK] };

/** The runs of a workflow that are such, the newest first. */
export async function runsOf(
  { crm, scope }: ToolContext,
  { id }: WorkflowRecord,
  where: readonly Condition[] = [],
  limit = MOST,
): Promise<WorkflowEnrollmentRecord[]> {
  const own: Condition = { field: 'workflowId', op: 'eq', value: id };
  return (
    await crm.records(WorkflowEnrollment).find(scope, { where: [own, ...where], sort: '-createdAt', limit })
  ).records;
}

export const countRuns = (
  { crm, scope }: ToolContext,
  { id }: WorkflowRecord,
  where: readonly Condition[] = [],
) =>
  crm
    .records(WorkflowEnrollment)
    .count(scope, { where: [{ field: 'workflowId', op: 'eq', value: id }, ...where] });
