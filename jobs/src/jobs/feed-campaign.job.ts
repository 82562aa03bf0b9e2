import { FEED_CAMPAIGN } from '@clianta/crm-core/marketing/campaign/campaign-orders';
import { runCampaign } from '@clianta/crm-core/marketing/campaign/run-campaign';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { tellCampaignOwner } from '../marketing/tell-campaign-owner.ts';

/** Goes on with a campaign, a few hundred people at a time. */
export const feedCampaignJob = defineJob({
  ...FEED_CAMPAIGN,
  limitMs: 5 * 60_000,
  async run(context: JobRunContext, { campaignId }) {
    const said = await runCampaign(context.crm, context.workspaceId, campaignId);
    if (said)
      await tellCampaignOwner(context, campaignId, { said, key: `alarm:${context.crm.now().toISOString()}` });
  },
});
