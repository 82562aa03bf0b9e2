import { manyChangesSchema } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import { auditVerificationSchema } from '@clianta/crm-core/tracking/user-action/audit-verification.schema';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, listOf, path, query, ref, text } from './parts.ts';

const auditPage: Json = {
  type: 'object',
  required: ['rows'],
  properties: {
    rows: listOf({
      type: 'object',
      required: ['entry'],
      properties: {
        entry: ref('UserAction'),
        many: schemaOf(manyChangesSchema, 'output'),
      },
    }),
    nextCursor: text,
  },
};

/** The audit log by requests, and as a file. */
export function auditPaths(): Json {
  return {
    [`${base}/audit/requests`]: {
      get: {
        operationId: 'listAuditRequests',
        tags: ['audit'],
        summary: 'The audit log, newest first; many changes of one request are one row',
        parameters: [
          path('workspaceId'),
          query('filter', text, 'JSON of a filter'),
          query('limit', { type: 'integer', minimum: 1, maximum: 500 }, 'Default 50'),
          query('cursor', text, 'From the page before'),
        ],
        responses: answers(auditPage),
      },
    },
    [`${base}/audit/verification`]: {
      get: {
        operationId: 'verifyAudit',
        tags: ['audit'],
        summary:
          'A part of the audit log is verified: the first entry that was changed, added or is missing; for admins',
        parameters: [
          path('workspaceId'),
          query(
            'from',
            { type: 'integer', minimum: 1 },
            'The number of the first entry, `next` of the part before',
          ),
        ],
        responses: answers(schemaOf(auditVerificationSchema, 'output')),
      },
    },
    [`${base}/audit.csv`]: {
      get: {
        operationId: 'exportAudit',
        tags: ['audit'],
        summary: 'The audit log as CSV, newest first; for admins',
        parameters: [path('workspaceId'), query('filter', text, 'JSON of a filter')],
        responses: {
          200: { description: 'The file', content: { 'text/csv': { schema: text } } },
          default: answers(text).default,
        },
      },
    },
  };
}
