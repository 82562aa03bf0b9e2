import type { DrawnWorkflow } from '@clianta/agents/workflows/drawn-workflow.schema';
import type { WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import type { WorkflowEnrollmentRecord } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';

export type WorkflowJson = Json<Omit<WorkflowRecord, 'draft'>>;
export type RunJson = Json<WorkflowEnrollmentRecord>;

/** What runs, and what is worked on where that is another. */
export interface Drawn {
  live?: DrawnWorkflow;
  draft?: DrawnWorkflow;
}

export function workflowsOf(workspaceId: string) {
  const base = `/api/workspaces/${encodeURIComponent(workspaceId)}/workflows`;
  return {
    workflows: recordsOf<WorkflowJson>(workspaceId, 'workflows'),
    runs: recordsOf<RunJson>(workspaceId, 'workflow-enrollments'),
    retry: (runId: string) =>
      request<{ goesOn: boolean }>(
        `/api/workspaces/${encodeURIComponent(workspaceId)}/workflow-enrollments/${encodeURIComponent(runId)}/retry`,
        { method: 'POST', body: {} },
      ),
    drawn: (id: string, signal: AbortSignal) =>
      request<Drawn>(`${base}/${encodeURIComponent(id)}/drawn`, { signal }),
  };
}
