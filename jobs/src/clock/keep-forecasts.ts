import { snapshotDay, takeSnapshots } from '@clianta/crm-core/intelligence/forecast/take-snapshots';
import type { ClockJob } from './clock-job.ts';

/** Keeps what the forecasts of a workspace say. Of days that have passed nobody knows any more what was said. */
export const keepForecasts: ClockJob = {
  name: 'forecasts',
  async run({ crm }, { workspaceId, timeZone }) {
    const day = snapshotDay(crm.now(), timeZone);
    return `${day ? await takeSnapshots(crm, workspaceId, day, timeZone) : 0} kept`;
  },
};
