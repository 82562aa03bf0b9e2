import { Campaign, type CampaignRecord } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { campaignOverview } from '@clianta/crm-core/marketing/campaign/campaign-overview';
import { Sequence, type SequenceRecord } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { sequenceFigures } from '@clianta/crm-core/marketing/sequence/sequence-figures';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { campaignPaths } from './openapi/campaign-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** How campaigns and sequences stand. They are written, sent and stopped in the chat. */
export const campaignRoutes = defineRoutes({
  at: 'workspace',
  paths: campaignPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.get('/campaigns/:id/overview', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const campaign = await crm.records(Campaign).get(scope, String(request.params.id));
      response.json(await campaignOverview(crm, scope, campaign as CampaignRecord));
    });
    router.get('/sequences/:id/figures', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const sequence = await crm.records(Sequence).get(scope, String(request.params.id));
      response.json(await sequenceFigures(crm, sequence as SequenceRecord));
    });
    refuseOtherMethods(router);
    return router;
  },
});
