import { SyncConflicts } from '@clianta/crm-core/integrations/sync/sync-conflicts';
import type { ClockJob } from './clock-job.ts';

/** Finds out at night, and not when it is needed, that a sign-in at another system does not hold any more. */
export const checkTokens: ClockJob = {
  name: 'tokens',
  async run({ crm }, { workspaceId }) {
    await new SyncConflicts(crm).tidy(workspaceId);
    const { checked, failing, resealed } = await crm.integrations.check(workspaceId);
    const again = resealed > 0 ? `, ${resealed} sealed with the newest key` : '';
    return `${checked} looked at, ${failing} to be connected anew${again}`;
  },
};
