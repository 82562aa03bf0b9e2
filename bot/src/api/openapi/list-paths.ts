import { filterWordsSchema, proposalSchema } from '../list.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, listOf, path, ref, text } from './parts.ts';

/** What lists of records ask the agents. */
export function listPaths(): Json {
  return {
    [`${base}/filters/read`]: {
      post: {
        operationId: 'readFilter',
        tags: ['agents'],
        summary: 'What a list is to show, in words: “in Berlin without an owner”',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(filterWordsSchema, 'input')) },
        responses: answers({
          type: 'object',
          required: ['filter', 'unread'],
          properties: { filter: ref('Filter'), sort: text, unread: listOf(text) },
        }),
      },
    },
    [`${base}/list-changes`]: {
      post: {
        operationId: 'propose',
        tags: ['agents'],
        summary:
          'Change or delete the records of a list, as a proposal in the chat; one record is changed at once',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(proposalSchema, 'input')) },
        responses: answers(ref('TurnResult'), 'What the turn came to', '201'),
      },
    },
  };
}
