import { dayOf } from '@clianta/crm-core/entity/days';
import { LeadScore } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { rescore } from '@clianta/crm-core/intelligence/scoring/rescore';
import type { ClockJob } from './clock-job.ts';

const BATCH = 500;

/**
 * After a workspace's midnight, counts the scores whose intent fades. They follow from dates, so it does not matter when,
 * how often or whether it runs.
 */
export const fadeIntent: ClockJob = {
  name: 'scores',
  async run({ crm }, { workspaceId, timeZone }) {
    const day = dayOf(crm.now(), timeZone);
    let last = '';
    let counted = 0;
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
      counted += scores.length;
      last = scores.at(-1)?._id ?? '';
      if (scores.length < BATCH) return `${counted} counted anew`;
    }
  },
};
