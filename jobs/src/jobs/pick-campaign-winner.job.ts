import { PICK_WINNER } from '@clianta/crm-core/marketing/campaign/campaign-orders';
import { pickWinner } from '@clianta/crm-core/marketing/campaign/pick-winner';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { tellCampaignOwner } from '../marketing/tell-campaign-owner.ts';

/** Says which variant of a campaign the rest of its people get. */
export const pickCampaignWinner = defineJob({
  ...PICK_WINNER,
  async run(context: JobRunContext, { campaignId }) {
    const said = await pickWinner(context.crm, context.workspaceId, campaignId);
    if (said) await tellCampaignOwner(context, campaignId, { said, key: 'winner' });
  },
});
