import { VisitorChat } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { visitorLeaveSchema, visitorReplySchema } from '../visitor-chat.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, path } from './parts.ts';

/** What teammates do with chats of visitors. */
export function visitorChatPaths(): Json {
  return {
    [`${base}/visitor-chats/{id}/reply`]: {
      post: {
        operationId: 'replyToVisitor',
        tags: ['workspace'],
        summary: 'Speaks with a visitor of the website; Clianta is silent in that chat from then on',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(visitorReplySchema, 'input')) },
        responses: answers(schemaOf(VisitorChat.schema, 'output')),
      },
    },
    [`${base}/visitor-chats/{id}/files/{file}`]: {
      get: {
        operationId: 'getVisitorFile',
        tags: ['workspace'],
        summary: 'The content of a file that a visitor sent',
        parameters: [path('workspaceId'), path('id'), path('file')],
        responses: {
          200: { description: 'All of it', content: { '*/*': { schema: { type: 'string' } } } },
          default: answers({}).default,
        },
      },
    },
    [`${base}/visitor-chats/{id}/leave`]: {
      post: {
        operationId: 'leaveVisitor',
        tags: ['workspace'],
        summary: 'Leaves a visitor to Clianta again, or says that the chat is over',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(visitorLeaveSchema, 'input')) },
        responses: answers(schemaOf(VisitorChat.schema, 'output')),
      },
    },
  };
}
