import { todaySchema } from '@clianta/agents/agents/briefing/today.schema';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, path } from './parts.ts';

const parameters = [path('workspaceId')];

/** What the day brings. */
export function todayPaths(): Json {
  return {
    [`${base}/today`]: {
      get: {
        operationId: 'getToday',
        tags: ['records'],
        summary:
          'What is late and due, deals that slip, what waits for the caller, what others did meanwhile',
        parameters,
        responses: answers(schemaOf(todaySchema, 'output')),
      },
    },
  };
}
