import { replyTicket } from '@clianta/agents/agents/ticket/reply-ticket.tool';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { requireAccess } from '@clianta/crm-core/entity/access';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { askByCall } from './ask-by-call.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { ticketPaths } from './openapi/ticket-paths.ts';
import { ticketReplySchema } from './ticket.schema.ts';

const SAID = {
  answer: 'Answer',
  told: 'Keep what the customer was told on',
  internal: 'Keep a note on',
} as const;

/** What is written under a ticket: as a reply in the chat, with its proposal where it is mailed. */
export const ticketRoutes = defineRoutes({
  at: 'workspace',
  paths: ticketPaths,
  routes(parts) {
    const { crm } = parts;
    const router = Router({ mergeParams: true });
    router.post('/tickets/:id/replies', async (request, response) => {
      const scope = await scopeOfRequest(crm, request, 'web');
      requireAccess(Ticket, scope, 'update');
      const { text, kind } = validate(ticketReplySchema, request.body, 'reply');
      const { reference } = await crm.records(Ticket).get(scope, String(request.params.id));
      const result = await askByCall(parts, scope, {
        thread: Ticket.plural,
        text: `${SAID[kind]} ${reference}`,
        tool: replyTicket.name,
        args: { ticket: reference, text, kind },
      });
      response.status(201).json(result);
    });
    return router;
  },
});
