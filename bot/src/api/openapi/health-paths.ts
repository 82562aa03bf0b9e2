import { answers, flag, type Json, json, listOf, object, open, text } from './parts.ts';

const part = object({ description: text, isHealthy: flag });

const health = object({
  status: { enum: ['ok', 'degraded'] },
  version: text,
  database: part,
  queue: part,
  model: part,
  channels: listOf({
    ...object({
      name: text,
      label: text,
      isOn: flag,
      missing: listOf(text),
      guide: text,
      setUp: listOf({ ...object({ text }), properties: { text, value: text } }),
    }),
    description: 'With what has happened on each since this process began',
  }),
  keys: {
    ...listOf(object({ label: text, variables: listOf(text), problem: text })),
    description: 'Variables of channels, vendors and the model that are wrong, and what to do',
  },
});

/** What whoever runs Clianta asks. */
export function healthPaths(): Json {
  return {
    '/healthz': {
      get: {
        operationId: 'getHealth',
        tags: ['operation'],
        summary: 'The state of database, queue and model',
        ...open,
        responses: { ...answers(health), '503': { description: 'Degraded', ...json(health) } },
      },
    },
    '/readyz': {
      get: {
        operationId: 'getReadiness',
        tags: ['operation'],
        summary: 'Whether traffic can be taken',
        ...open,
        responses: {
          ...answers(object({ isReady: flag })),
          '503': { description: 'Not now', ...json(object({ isReady: flag })) },
        },
      },
    },
  };
}
