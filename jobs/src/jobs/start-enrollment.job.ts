import { startEnrollment as start } from '@clianta/crm-core/automation/running/start-enrollment';
import { START_RUN } from '@clianta/crm-core/automation/running/start-run';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobContext, JobRunContext } from '../job.ts';
import { workflowPorts } from '../workflow-ports.ts';

/** Takes a record into a workflow; of a workspace so many a minute as it has set, the others wait. */
export const startEnrollment = defineJob({
  ...START_RUN,
  limit: async ({ crm }: JobContext, workspaceId) => ({
    perSecond: Math.ceil((await crm.facts(workspaceId)).workflowStartsPerMinute / 60),
  }),
  async run(context: JobRunContext, order) {
    await start(workflowPorts(context), context.workspaceId, order);
  },
});
