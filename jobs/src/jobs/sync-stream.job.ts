import { SYNC_STREAM } from '@clianta/crm-core/integrations/sync/sync-orders';
import { syncStream } from '@clianta/crm-core/integrations/sync/sync-stream';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

/** What one stream of a connected account has that is new, there and here. */
export const syncStreamJob = defineJob({
  ...SYNC_STREAM,
  limit: { concurrent: 4 },
  limitMs: 10 * 60_000,
  async run({ crm, workspaceId, signal }: JobRunContext, data): Promise<void> {
    await syncStream(crm, { workspaceId, ...data }, signal);
  },
});
