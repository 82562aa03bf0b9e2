import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { FEED_CAMPAIGN } from '@clianta/crm-core/marketing/campaign/campaign-orders';
import type { ScheduledJob } from '../job.ts';

/** Takes up campaigns that nobody goes on with: a round that failed for good orders no other. */
export const sweepCampaigns: ScheduledJob = {
  name: 'sweep-campaigns',
  everyMs: 60_000,
  async run({ crm }) {
    const going = await crm.store
      .model(Campaign)
      .find({ status: { $in: ['running', 'waiting'] }, isDeleted: false })
      .select({ workspaceId: 1 })
      .lean<Array<{ _id: string; workspaceId: string }>>();
    for (const { _id: campaignId, workspaceId } of going) {
      const isKnown = (await crm.work.list(workspaceId, { states: ['waiting', 'running'], limit: 500 })).some(
        ({ job, data }) => job === FEED_CAMPAIGN.name && data.campaignId === campaignId,
      );
      if (!isKnown)
        await crm.enqueue(FEED_CAMPAIGN, { campaignId }, { workspaceId, key: campaignId, at: crm.now() });
    }
  },
};
