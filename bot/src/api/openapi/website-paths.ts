import { siteFiguresSchema } from '@clianta/crm-core/tracking/visit/site-figures.schema';
import { TrackingEvent } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import { websiteViewSchema } from '../website.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, json, object, path, text } from './parts.ts';

const answer = object({ text, cards: { type: 'array', items: { type: 'object' } } });

/** What the website has besides records: its figures are worked out. */
export function websitePaths(): Json {
  return {
    '/api/workspaces/{workspaceId}/website/view': {
      post: {
        operationId: 'viewWebsite',
        tags: [TrackingEvent.domain],
        summary:
          'Visits of the tracked websites in a period, who was there, and what conversions are credited to',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(websiteViewSchema, 'input')) },
        responses: answers(
          object({ figures: schemaOf(siteFiguresSchema, 'output'), people: answer, attribution: answer }),
        ),
      },
    },
  };
}
