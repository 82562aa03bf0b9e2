import { LeadRules } from '@clianta/crm-core/intelligence/lead-rules/lead-rules.schema';
import { leadScoringSchema, scoringChangeSchema, scoringPreviewSchema } from '../lead-scoring.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, json, path } from './parts.ts';

const base = '/api/workspaces/{workspaceId}/lead-scoring';
const tags = [LeadRules.domain];
const parameters = [path('workspaceId')];

/** What leads are scored by, and what other rules would do. */
export function leadScoringPaths(): Json {
  return {
    [base]: {
      get: {
        operationId: 'getLeadScoring',
        tags,
        summary: 'The rules that leads are scored by; the usual ones where nobody has changed any',
        parameters,
        responses: answers(schemaOf(leadScoringSchema, 'output')),
      },
    },
    [`${base}/preview`]: {
      post: {
        operationId: 'previewLeadScoring',
        tags,
        summary:
          'How many contacts would get another grade by other rules or another profile; nothing is written',
        parameters,
        requestBody: { required: true, ...json(schemaOf(scoringChangeSchema, 'input')) },
        responses: answers(schemaOf(scoringPreviewSchema, 'output')),
      },
    },
  };
}
