import { preferencesSchema } from '@clianta/crm-core/workspace/own-preferences';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, path, ref } from './parts.ts';

/** What people set for themselves. */
export function mePaths(): Json {
  return {
    [`${base}/me`]: {
      patch: {
        operationId: 'setOwnPreferences',
        tags: ['workspace'],
        summary: 'Set the own time zone and way of writing dates; null for as the workspace has it',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(preferencesSchema, 'input')) },
        responses: answers(ref('TeamMember')),
      },
    },
  };
}
