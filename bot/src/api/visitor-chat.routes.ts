import { LONGEST_VISITOR_MESSAGE } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { leaveVisitor, teammateSays } from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from './authentication.ts';

export const visitorReplySchema = z.strictObject({
  /** Left out: the chat is taken over without a word. */
  text: z.string().trim().min(1).max(LONGEST_VISITOR_MESSAGE).optional(),
});
export const visitorLeaveSchema = z.strictObject({ to: z.enum(['bot', 'resolved']) });

/** What teammates do with chats of visitors; the chats are listed as every record is. */
export function visitorChatRoutes(crm: CrmCore): Router {
  const router = Router({ mergeParams: true });
  router.post('/visitor-chats/:id/reply', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const { text } = validate(visitorReplySchema, request.body ?? {}, 'reply');
    response.json(await teammateSays(crm, scope, String(request.params.id), text));
  });
  router.post('/visitor-chats/:id/leave', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const { to } = validate(visitorLeaveSchema, request.body, 'request');
    response.json(await leaveVisitor(crm, scope, String(request.params.id), to));
  });
  return router;
}
