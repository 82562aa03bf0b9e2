import { end } from '@clianta/crm-core/automation/running/advance';
import type { WorkflowEnrollmentRecord } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import type { ToolContext } from '../../tool.ts';

/** Ends runs where they are; it takes no worker. @returns how many */
export async function endRuns(
  { crm }: ToolContext,
  runs: readonly WorkflowEnrollmentRecord[],
): Promise<number> {
  for (const run of runs) await end(crm, run, 'cancelled');
  return runs.length;
}
