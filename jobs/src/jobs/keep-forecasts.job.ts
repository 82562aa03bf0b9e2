import { snapshotDay, takeSnapshots } from '@clianta/crm-core/intelligence/forecast/take-snapshots';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { ScheduledJob } from '../job.ts';

/**
 * At half past midnight of each workspace, keeps what its forecasts say. When nothing ran then it is made up for on the same
 * day; of days that have passed nobody knows any more what was said.
 */
export const keepForecasts: ScheduledJob = {
  name: 'keep-forecasts',
  everyMs: 10 * 60_000,
  async run({ crm }) {
    const workspaces = await crm.store
      .model(Workspace.name)
      .find({ isDeleted: false })
      .select('timeZone')
      .lean<Array<{ _id: string; timeZone: string }>>();
    for (const { _id: workspaceId, timeZone } of workspaces) {
      const day = snapshotDay(crm.now(), timeZone);
      if (day) await takeSnapshots(crm, workspaceId, day, timeZone);
    }
  },
};
