import {
  COMPARED_KINDS,
  compareAll,
  FIND_DUPLICATES,
} from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { JobRunContext, ScheduledJob } from '../job.ts';

/** Compares all records of a kind, once after a change of many. */
export const findDuplicates = defineJob({
  ...FIND_DUPLICATES,
  limitMs: 10 * 60_000,
  async run({ crm, workspaceId, signal }: JobRunContext, { entity }) {
    await compareAll(crm, workspaceId, entity, signal);
  },
});

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
