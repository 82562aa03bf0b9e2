import { compareAll, FIND_DUPLICATES } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

/** Compares all records of a kind, once after a change of many. */
export const findDuplicates = defineJob({
  ...FIND_DUPLICATES,
  limitMs: 10 * 60_000,
  async run({ crm, workspaceId, signal }: JobRunContext, { entity }) {
    await compareAll(crm, workspaceId, entity, signal);
  },
});
