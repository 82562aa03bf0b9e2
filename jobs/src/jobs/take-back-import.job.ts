import { TAKE_BACK_IMPORT } from '@clianta/crm-core/imports/run/import-jobs';
import { revertImport } from '@clianta/crm-core/imports/run/steer-import';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

/** Takes back what an import wrote; what somebody has changed since is kept and named. */
export const takeBackImport = defineJob({
  ...TAKE_BACK_IMPORT,
  limitMs: 6 * 60 * 60_000,
  async run({ crm, scope }: JobRunContext, { importId, byId }) {
    await revertImport(crm, scope, importId, byId);
  },
});
