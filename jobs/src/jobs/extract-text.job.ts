import { extractText } from '@clianta/crm-core/files/extract-text';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import type { JobContext } from '../job.ts';

/** Reads the text of a file that has come; how long that may take is the reader's own limit. */
export const extractTextJob = defineJob({
  ...extractText,
  limit: { concurrent: 2 },
  async run({ crm }: JobContext & JobRun, { fileId }): Promise<void> {
    await crm.files.texts.readWaiting(fileId);
  },
});
