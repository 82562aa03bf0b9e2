import { COMPARED_KINDS, FIND_DUPLICATES } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { ScheduledJob } from '../job.ts';

/** Compares everything every night: what a lost event has left undone, and what has become of what was found. */
export const sweepDuplicates: ScheduledJob = {
  name: 'sweep-duplicates',
  dailyAt: { time: '02:40', timeZone: 'UTC' },
  async run({ crm }) {
    const workspaces = await crm.store
      .model(Workspace.name)
      .find({ isDeleted: false })
      .select('_id')
      .lean<Array<{ _id: string }>>();
    for (const { _id: workspaceId } of workspaces)
      for (const entity of COMPARED_KINDS)
        await crm.enqueue(FIND_DUPLICATES, { entity }, { workspaceId, key: entity, at: crm.now() });
  },
};
