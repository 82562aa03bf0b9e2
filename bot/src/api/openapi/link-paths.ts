import { answers, base, type Json, object, path, text } from './parts.ts';

/** Who one is on another channel. */
export function linkPaths(): Json {
  return {
    [`${base}/link-codes`]: {
      post: {
        operationId: 'makeLinkCode',
        tags: ['workspace'],
        summary: 'A code by which one proves on another channel who one is, once and for ten minutes',
        parameters: [path('workspaceId')],
        responses: answers(object({ code: text, expiresAt: text }), 'Made', '201'),
      },
    },
  };
}
