import { isRetryable } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { TAKE_SUBMISSION } from '@clianta/crm-core/marketing/form-submission/receive-submission';
import { noteTrouble, takeSubmission } from '@clianta/crm-core/marketing/form-submission/take-submission';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

const HOUR_MS = 3_600_000;
/** A mailbox that is missing may be connected by then; after seven days nobody waits for it any more. */
const DELAYS_MS = [5_000, 60_000, ...Array.from({ length: 28 }, () => 6 * HOUR_MS)];

/** Makes of a filled in form what follows from it. One at a time in a workspace: two would make the same contact twice. */
export const takeSubmissionJob = defineJob({
  ...TAKE_SUBMISSION,
  retry: { delaysMs: DELAYS_MS },
  limit: { concurrent: 1 },
  async run({ crm, workspaceId }: JobRunContext, { submissionId }) {
    try {
      await takeSubmission(crm, workspaceId, submissionId);
    } catch (error) {
      const isOurs = isRetryable(error);
      logger.info({ err: error, submission: submissionId }, 'a form submission was not taken over');
      const isTold = error instanceof Error && error.name !== 'Error';
      await noteTrouble(
        crm,
        submissionId,
        isTold ? (error as Error).message : 'Something went wrong on our side.',
      );
      if (isOurs) throw error;
    }
  },
});
