import { foundSchema } from '../search.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, path, query, text } from './parts.ts';

const parameters = [path('workspaceId')];

/** Records and conversations by their names. */
export function searchPaths(): Json {
  return {
    [`${base}/search`]: {
      get: {
        operationId: 'search',
        tags: ['records'],
        summary:
          'Records of every kind and own conversations, by their names; typos count where nothing else fits',
        parameters: [...parameters, query('q', text, 'The beginnings of words of a name')],
        responses: answers(schemaOf(foundSchema, 'output')),
      },
    },
  };
}
