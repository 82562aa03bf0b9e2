import type { CrmCore } from '@clianta/crm-core/crm-core';
import { RENEW_WATCHES, renewWatches } from '@clianta/crm-core/integrations/watch/renew-watches';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';

/** Has vendors tell what is new; done where the public address is known. */
export const renewWatchesJob = defineJob({
  ...RENEW_WATCHES,
  limit: { concurrent: 1 },
  limitMs: 2 * 60_000,
  async run({ crm, workspaceId }: { crm: CrmCore } & JobRun): Promise<void> {
    await renewWatches(crm, workspaceId);
  },
});
