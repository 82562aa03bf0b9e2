import { CLOCK_WORK } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { orderDueSyncs } from '@clianta/crm-core/integrations/sync/order-due-syncs';
import { orderWatches } from '@clianta/crm-core/integrations/watch/renew-watches';
import type { ClockJob } from './clock-job.ts';

/** Has connected accounts synced whose time has come. */
export const syncIntegrations: ClockJob = {
  name: 'integrations',
  async run({ crm }, { workspaceId }) {
    await orderWatches(crm, workspaceId);
    const { everyMs } = CLOCK_WORK.integrations;
    return `${await orderDueSyncs(crm, workspaceId, everyMs)} to sync`;
  },
};
