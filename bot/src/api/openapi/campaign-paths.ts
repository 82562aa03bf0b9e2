import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { answers, type Json, object, path, text } from './parts.ts';

const count: Json = { type: 'integer' };
const list = (items: Json): Json => ({ type: 'array', items });

/** What campaigns and sequences have besides records: how they stand. */
export function campaignPaths(): Json {
  return {
    '/api/workspaces/{workspaceId}/campaigns/{id}/overview': {
      get: {
        operationId: 'readCampaignOverview',
        tags: [Campaign.domain],
        summary: 'How far a campaign got, who is left out and why, and how it reads',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(
          object({
            funnel: list(object({ label: text, count })),
            exclusions: list(object({ reason: text, count })),
            open: list(text),
            samples: list(object({ kind: text, to: text, subject: text, html: text, text })),
          }),
        ),
      },
    },
    '/api/workspaces/{workspaceId}/sequences/{id}/figures': {
      get: {
        operationId: 'readSequenceFigures',
        tags: [Campaign.domain],
        summary: 'How a sequence does, step by step',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(
          object({
            enrolled: count,
            active: count,
            finished: count,
            exited: count,
            answered: count,
            reasons: list(object({ reason: text, count })),
            steps: list({ type: 'object' }),
          }),
        ),
      },
    },
  };
}
