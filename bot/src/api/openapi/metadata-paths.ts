import { metadataSchema } from '@clianta/crm-core/entity/metadata.schema';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, path } from './parts.ts';

/** What there are records of. */
export function metadataPaths(): Json {
  return {
    [`${base}/metadata`]: {
      get: {
        operationId: 'getMetadata',
        tags: ['records'],
        summary: 'What there are records of: fields, relations, own fields, and what the caller may do',
        parameters: [path('workspaceId')],
        responses: answers(schemaOf(metadataSchema, 'output')),
      },
    },
  };
}
