import { defineJob } from '@clianta/crm-core/work/define-job';
import { handOver, hasLeft, handOverRecords as order } from '@clianta/crm-core/workspace/hand-over';
import type { JobRunContext } from '../job.ts';

/** Hands over the records of somebody who has left, where there are many. Who is back in the team keeps them. */
export const handOverRecords = defineJob({
  ...order,
  limitMs: 10 * 60_000,
  async run({ crm, scope }: JobRunContext, data) {
    if (await hasLeft(crm, scope, data.fromUserId)) await handOver(crm, scope, data);
  },
});
