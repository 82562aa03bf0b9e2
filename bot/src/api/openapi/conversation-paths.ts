import { conversationChangeSchema, conversationFocusSchema } from '../conversation.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, listOf, object, path, query, ref, text } from './parts.ts';

/** What people do with their own conversations besides talking. */
export function conversationPaths(): Json {
  return {
    [`${base}/own-conversations/{id}`]: {
      patch: {
        operationId: 'changeConversation',
        tags: ['conversations'],
        summary: 'Name or pin a conversation of one’s own',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(conversationChangeSchema, 'input')) },
        responses: answers(ref('Conversation')),
      },
      delete: {
        operationId: 'deleteConversation',
        tags: ['conversations'],
        summary: 'Delete a conversation of one’s own, in which nothing waits for a decision',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(ref('Conversation')),
      },
    },
    [`${base}/own-conversations/{id}/focus`]: {
      post: {
        operationId: 'focusConversation',
        tags: ['conversations'],
        summary: 'The record that is spoken of next in a conversation: what “it” means',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(conversationFocusSchema, 'input')) },
        responses: answers(object({ entity: text, id: text, title: text })),
      },
    },
    [`${base}/own-conversations/search`]: {
      get: {
        operationId: 'searchConversations',
        tags: ['conversations'],
        summary: 'One’s own web conversations by their names and messages',
        parameters: [path('workspaceId'), query('q', text, 'Words')],
        responses: answers(object({ conversations: listOf(ref('Conversation')) })),
      },
    },
  };
}
