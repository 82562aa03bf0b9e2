import { START_CAMPAIGN } from '@clianta/crm-core/marketing/campaign/campaign-orders';
import { startCampaign } from '@clianta/crm-core/marketing/campaign/start-campaign';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { tellCampaignOwner } from '../marketing/tell-campaign-owner.ts';

/** Begins with a campaign at its time. */
export const startCampaignJob = defineJob({
  ...START_CAMPAIGN,
  limitMs: 10 * 60_000,
  async run(context: JobRunContext, data) {
    const said = await startCampaign(context.crm, context.workspaceId, data);
    if (said) await tellCampaignOwner(context, data.campaignId, { said, key: `start:${data.editionId}` });
  },
});
