import { CliantaError } from '@clianta/crm-core/errors';
import { RUN_IMPORT } from '@clianta/crm-core/imports/run/import-jobs';
import { prepareRefusals } from '@clianta/crm-core/imports/run/refused-rows';
import { runImport } from '@clianta/crm-core/imports/run/run-import';
import { failImport } from '@clianta/crm-core/imports/run/steer-import';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

/** A file store or a database that is away may come back; a fourth time is told. */
const TRIES = 4;

/** Brings the rows of a table into records. One at a time in a workspace: two would make the same company twice. */
export const runImportJob = defineJob({
  ...RUN_IMPORT,
  limit: { concurrent: 1 },
  limitMs: 6 * 60 * 60_000,
  async run({ crm, workspaceId, signal, attempt }: JobRunContext, { importId }) {
    await prepareRefusals(crm);
    try {
      await runImport(crm, workspaceId, importId, signal);
    } catch (error) {
      const isWorthTrying = !(error instanceof CliantaError) || error.code === 'upstream';
      if (isWorthTrying && attempt < TRIES) throw error;
      await failImport(crm, workspaceId, importId, error);
      if (isWorthTrying) throw error;
    }
  },
});
