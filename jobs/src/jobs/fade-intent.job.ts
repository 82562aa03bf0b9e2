import { dayOf } from '@clianta/crm-core/entity/days';
import { LeadScore } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { rescore } from '@clianta/crm-core/intelligence/scoring/rescore';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';

import type { ScheduledJob } from '../job.ts';

const BATCH = 500;

/**
 * After a workspace's midnight, counts the scores whose intent fades. They follow from dates, so it does not matter when,
 * how often or whether it runs.
 */
export const fadeIntent: ScheduledJob = {
  name: 'fade-intent',
  everyMs: 30 * 60_000,
  async run({ crm }) {
    const workspaces = await crm.store
      .model(Workspace.name)
      .find({ isDeleted: false })
      .select('timeZone')
      .lean<Array<{ _id: string; timeZone: string }>>();
    for (const { _id: workspaceId, timeZone } of workspaces) {
      const day = dayOf(crm.now(), timeZone);
      let last = '';
      for (;;) {
        const scores = await crm.store
          .model(LeadScore.name)
          .find({ workspaceId, day: { $lt: day }, intent: { $gt: 0 }, _id: { $gt: last } })
          .sort({ _id: 1 })
          .limit(BATCH)
          .select('contactId')
          .lean<Array<{ _id: string; contactId: string }>>();
        await rescore(
          crm,
          workspaceId,
          scores.map(({ contactId }) => contactId),
        );
        last = scores.at(-1)?._id ?? '';
        if (scores.length < BATCH) break;
      }
    }
  },
};
