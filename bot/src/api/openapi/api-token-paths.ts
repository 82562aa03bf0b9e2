import { newTokenSchema } from '@clianta/crm-core/workspace/api-token/api-tokens';
import { body } from './json-schema.ts';
import { answers, base, type Json, object, path, ref, text } from './parts.ts';

/** Keys for programs. */
export function apiTokenPaths(): Json {
  return {
    [`${base}/api-tokens/issue`]: {
      post: {
        operationId: 'issueApiToken',
        tags: ['workspace'],
        summary: 'A key for a program, shown this once; it acts for whoever makes it, as far as it says',
        parameters: [path('workspaceId')],
        ...body(newTokenSchema),
        responses: answers(object({ record: ref('ApiToken'), token: text }), 'Made', '201'),
      },
    },
  };
}
