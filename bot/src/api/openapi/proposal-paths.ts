import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { shownOfferSchema } from '../proposal.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, path } from './parts.ts';

const tags = [Proposal.domain];
const parameters = [path('workspaceId'), path('id')];

/** What proposals have besides other records: their figures in print, their page, their PDF. */
export function proposalPaths(): Json {
  return {
    [`${base}/proposals/{id}/offer`]: {
      get: {
        operationId: 'getOffer',
        tags,
        summary: 'A proposal as it is printed, and the address of its page',
        parameters,
        responses: answers(schemaOf(shownOfferSchema, 'output')),
      },
    },
    [`${base}/proposals/{id}/pdf`]: {
      get: {
        operationId: 'getProposalPdf',
        tags,
        summary: 'A proposal as PDF, as the customer gets it',
        parameters,
        responses: {
          ...answers({}),
          200: {
            description: 'The file',
            content: {
              'application/pdf': { schema: { type: 'string', contentMediaType: 'application/pdf' } },
            },
          },
        },
      },
    },
  };
}
