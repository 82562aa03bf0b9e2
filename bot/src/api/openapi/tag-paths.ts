import { tagChangeSchema } from '@clianta/crm-core/workspace/change-tags';
import { tagListSchema, tagsChangedSchema } from '../tag.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, path } from './parts.ts';

/** The tags of all records. */
export function tagPaths(): Json {
  return {
    [`${base}/tags`]: {
      get: {
        operationId: 'listTags',
        tags: ['workspace'],
        summary: 'Every tag that records have, and how many',
        parameters: [path('workspaceId')],
        responses: answers(schemaOf(tagListSchema, 'output')),
      },
    },
    [`${base}/tags/change`]: {
      post: {
        operationId: 'changeTags',
        tags: ['workspace'],
        summary: 'Rename, merge or take off tags on all records; for admins',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(tagChangeSchema, 'input')) },
        responses: answers(schemaOf(tagsChangedSchema, 'output')),
      },
    },
  };
}
