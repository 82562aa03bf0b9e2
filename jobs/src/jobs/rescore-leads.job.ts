import { RESCORE_LEADS, rescoreAll } from '@clianta/crm-core/intelligence/scoring/rescore';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

/** Counts all scores of a workspace anew. */
export const rescoreLeads = defineJob({
  ...RESCORE_LEADS,
  limitMs: 10 * 60_000,
  async run({ crm, workspaceId, signal }: JobRunContext) {
    await rescoreAll(crm, workspaceId, { signal });
  },
});
