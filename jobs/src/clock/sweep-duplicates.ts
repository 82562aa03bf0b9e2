import { COMPARED_KINDS, FIND_DUPLICATES } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import type { ClockJob } from './clock-job.ts';

/** Compares everything every night: what a lost event has left undone, and what has become of what was found. */
export const sweepDuplicates: ClockJob = {
  name: 'duplicates',
  async run({ crm }, { workspaceId }) {
    for (const entity of COMPARED_KINDS)
      await crm.enqueue(FIND_DUPLICATES, { entity }, { workspaceId, key: entity, at: crm.now() });
    return 'begun';
  },
};
