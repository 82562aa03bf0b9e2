import { runStep as run } from '@clianta/crm-core/automation/running/run-step';
import { RUN_STEP } from '@clianta/crm-core/automation/running/start-run';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { workflowPorts } from '../workflow-ports.ts';

const DELAYS_MS = [1_000, 5_000, 30_000];

/** Takes the next step of a run of a workflow. */
export const runStep = defineJob({
  ...RUN_STEP,
  retry: { delaysMs: DELAYS_MS },
  async run(context: JobRunContext, { enrollmentId, seq }) {
    const { workspaceId, attempt, signal } = context;
    const mostAttempts = DELAYS_MS.length + 1;
    await run(workflowPorts(context), workspaceId, { enrollmentId, seq, attempt, mostAttempts, signal });
  },
});
