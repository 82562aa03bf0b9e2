import { fileNameOf, pdfOf } from '@clianta/agents/proposals/freeze-proposal';
import { paperOf } from '@clianta/agents/proposals/proposal-paper';
import { offerLink } from '@clianta/crm-core/crm/proposal/offer-link';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from './authentication.ts';

const row = z.object({
  text: z.string(),
  quantity: z.string(),
  price: z.string(),
  discount: z.string(),
  tax: z.string(),
  amount: z.string(),
});

/** A proposal as it is printed, and the address of its page. */
export const shownOfferSchema = z.object({
  rows: z.array(row),
  options: z.array(row),
  totals: z.array(z.object({ label: z.string(), amount: z.string(), isTotal: z.boolean().optional() })),
  taxName: z.string(),
  hasDiscounts: z.boolean(),
  hasTax: z.boolean(),
  note: z.string().optional(),
  link: z.string().optional().meta({ description: 'Absent while there is no page of it' }),
});

/** What a proposal has besides other records: its figures in print, its page, its PDF. */
export function proposalRoutes(crm: CrmCore): Router {
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
}
