import { markSchema } from '../notice.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, object, path, text } from './parts.ts';

const tags = ['conversations'];
const parameters = [path('workspaceId')];

/** What people do with their notices. */
export function noticePaths(): Json {
  return {
    [`${base}/notices/mark`]: {
      post: {
        operationId: 'markNotices',
        tags,
        summary: 'Say of own notices that they were read or are done, or put them off; tells how they were',
        parameters,
        requestBody: { required: true, ...json(schemaOf(markSchema, 'input')) },
        responses: answers({
          type: 'object',
          required: ['notices'],
          properties: {
            notices: { type: 'array', items: object({ id: text, state: text }) },
            until: { type: 'string', format: 'date-time' },
          },
        }),
      },
    },
  };
}
