import { JOB_STATES } from '@clianta/crm-core/work/waiting-job';
import { shownJobSchema } from '../work.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, listOf, object, path, query, text } from './parts.ts';

/** Work that waits or failed. */
export function workPaths(): Json {
  return {
    [`${base}/work`]: {
      get: {
        operationId: 'listWork',
        tags: ['workspace'],
        summary: 'Work that waits for its time, or that failed; for admins',
        parameters: [
          path('workspaceId'),
          query('state', { enum: [...JOB_STATES] }, 'Default: waiting, running and failed.'),
        ],
        responses: answers(object({ jobs: listOf(schemaOf(shownJobSchema, 'output')) })),
      },
    },
    [`${base}/work/{id}/retry`]: {
      post: {
        operationId: 'retryWork',
        tags: ['workspace'],
        summary: 'Do failed work again, with all its attempts; for admins',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ id: text })),
      },
    },
    [`${base}/work/{id}`]: {
      delete: {
        operationId: 'cancelWork',
        tags: ['workspace'],
        summary: 'Cancel work that waits, runs or failed; for admins',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ id: text })),
      },
    },
  };
}
