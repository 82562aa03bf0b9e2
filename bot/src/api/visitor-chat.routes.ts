import { leaveVisitor, teammateSays } from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import { openVisitorFile } from '@clianta/crm-core/conversations/visitor-chat/visitor-files';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { given, guarded } from './attachment.routes.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { visitorChatPaths } from './openapi/visitor-chat-paths.ts';
import { visitorLeaveSchema, visitorReplySchema } from './visitor-chat.schema.ts';

/** What teammates do with chats of visitors; the chats are listed as every record is. */
export const visitorChatRoutes = defineRoutes({
  at: 'workspace',
  paths: visitorChatPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.post('/visitor-chats/:id/reply', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { text } = validate(visitorReplySchema, request.body ?? {}, 'reply');
      response.json(await teammateSays(crm, scope, String(request.params.id), text));
    });
    router.get('/visitor-chats/:id/files/:file', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { id, file: fileId } = request.params;
      const { file, stream } = await openVisitorFile(crm, scope, String(id), String(fileId));
      guarded(response, file.mime);
      response.attachment(file.name).type(file.mime);
      response.setHeader('Content-Length', file.bytes);
      await given(stream, response);
    });
    router.post('/visitor-chats/:id/leave', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { to } = validate(visitorLeaveSchema, request.body, 'request');
      response.json(await leaveVisitor(crm, scope, String(request.params.id), to));
    });
    return router;
  },
});
