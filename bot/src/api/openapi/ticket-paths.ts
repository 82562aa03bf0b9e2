import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { ticketReplySchema } from '../ticket.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, path, ref } from './parts.ts';

/** What tickets have besides other records: what is written under them. */
export function ticketPaths(): Json {
  return {
    [`${base}/tickets/{id}/replies`]: {
      post: {
        operationId: 'replyTicket',
        tags: [Ticket.domain],
        summary:
          'Answer the customer of a ticket, as a proposal where it is mailed, or keep a note of the team',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(ticketReplySchema, 'input')) },
        responses: answers(ref('TurnResult'), 'What the turn came to', '201'),
      },
    },
  };
}
