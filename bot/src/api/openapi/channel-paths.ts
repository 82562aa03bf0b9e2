import { answers, base, type Json, path, text } from './parts.ts';

/** Trying a channel out. */
export function channelPaths(): Json {
  return {
    [`${base}/channels/{name}/test`]: {
      post: {
        operationId: 'testChannel',
        tags: ['workspace'],
        summary: 'Sends the caller a message on a channel where they have a linked account',
        parameters: [path('workspaceId'), path('name')],
        responses: { 204: { description: 'It was taken' }, default: answers(text).default },
      },
    },
  };
}
