import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { sweepFiles } from '@clianta/crm-core/files/purge-files';
import type { ScheduledJob } from '../job.ts';

/** Removes the files that nobody has put anywhere for a day, and those that were deleted a month ago. */
export const sweepFilesJob: ScheduledJob = {
  name: 'sweep-files',
  everyMs: 60 * 60_000,
  async prepare({ crm }) {
    const { collection } = crm.store.model(Attachment.name);
    await collection.createIndex({ isDeleted: 1, deletedAt: 1 });
    await collection.createIndex({ recordId: 1, conversationId: 1, createdAt: 1 });
  },
  async run({ crm }) {
    await sweepFiles(crm);
  },
};
