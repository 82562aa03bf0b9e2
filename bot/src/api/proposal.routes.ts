import { fileNameOf, pdfOf } from '@clianta/agents/proposals/freeze-proposal';
import { paperOf } from '@clianta/agents/proposals/proposal-paper';
import { offerLink } from '@clianta/crm-core/crm/proposal/offer-link';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { type Request, Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { proposalPaths } from './openapi/proposal-paths.ts';
import { shownOfferSchema } from './proposal.schema.ts';

/** What a proposal has besides other records: its figures in print, its page, its PDF. */
export const proposalRoutes = defineRoutes({
  at: 'workspace',
  paths: proposalPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    const read = async (request: Request) => {
      const scope = await scopeOfRequest(crm, request);
      return crm.records(Proposal).get(scope, String(request.params.id));
    };
    router.get('/proposals/:id/offer', async (request, response) => {
      const proposal = await read(request);
      const [paper, link] = await Promise.all([
        paperOf(crm, proposal),
        offerLink(crm, proposal.workspaceId, proposal.id),
      ]);
      response.json(shownOfferSchema.parse({ ...paper, ...(link && { link }) }));
    });
    router.get('/proposals/:id/pdf', async (request, response) => {
      const proposal = await read(request);
      const bytes = await pdfOf({ crm }, proposal);
      response.attachment(fileNameOf(proposal)).type('application/pdf');
      response.setHeader('Cache-Control', 'private, no-store');
      response.send(Buffer.from(bytes));
    });
    return router;
  },
});
