import { carryOut, mergeRecords as order } from '@clianta/crm-core/intelligence/hygiene/carry-out-merge';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

/** Does a merge that moves very much, or that a process which ended had begun. */
export const mergeRecords = defineJob({
  ...order,
  limitMs: 10 * 60_000,
  async run({ crm, workspaceId }: JobRunContext, data) {
    await carryOut(crm, workspaceId, data);
  },
});
