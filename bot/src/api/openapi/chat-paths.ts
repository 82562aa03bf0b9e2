import { chatSchema, undoSchema } from '../chat.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, listOf, object, path, ref, text } from './parts.ts';

const turn: Json = {
  description: 'The turn, or its events as they come, each as `event: <type>` and `data: <TurnEvent>`',
  content: {
    'application/json': { schema: ref('TurnResult') },
    'text/event-stream': { schema: text },
  },
};

const undone = object({
  groupId: text,
  reverted: listOf(object({ entity: text, id: text, title: text, change: text })),
  kept: listOf(object({ entity: text, id: text, title: text, reason: text })),
});

/** Saying something, and taking back what was done. */
export function chatPaths(): Json {
  return {
    [`${base}/agents/chat`]: {
      post: {
        operationId: 'chat',
        tags: ['agents'],
        summary: 'Say something; with Accept: text/event-stream the turn is streamed',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(chatSchema, 'input')) },
        responses: { ...answers(ref('TurnResult')), '200': turn },
      },
    },
    [`${base}/undo`]: {
      post: {
        operationId: 'undo',
        tags: ['audit'],
        summary: 'Take back one group of writes',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(undoSchema, 'input')) },
        responses: answers(undone, 'What was reverted and what was kept'),
      },
    },
  };
}
