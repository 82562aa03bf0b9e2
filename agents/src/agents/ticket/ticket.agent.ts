import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { createTicket } from './create-ticket.tool.ts';
import { escalateTicket } from './escalate-ticket.tool.ts';
import { replyTicket } from './reply-ticket.tool.ts';
import { resolveTicket } from './resolve-ticket.tool.ts';
import { slaReport } from './sla-report.tool.ts';
import { ticketSayings } from './ticket.sayings.ts';
import { getTicket, searchTickets, updateTickets } from './ticket.tools.ts';

const tools = [
  searchTickets,
  getTicket,
  createTicket,
  updateTickets,
  escalateTicket,
  resolveTicket,
  replyTicket,
  slaReport,
];

export const ticketAgent = defineAgent({
  name: 'ticketAgent',
  description:
    'Opens, assigns, escalates and solves support tickets, and measures how soon customers are answered.',
  instructions: `You look after support tickets: problems that customers have. A complaint or a fault is a ticket, never a contact or a
task. "Waiting for the customer" and "on hold" stop the clock. A customer is answered with reply_ticket, which
also keeps what was said elsewhere. Times are counted in working hours by the rules; never work them out yourself.`,
  tools,
  examples: [
    'Open a ticket: login fails for Acme',
    'What breaches today?',
    'Make it urgent',
    'Fixed, cache cleared',
  ],
  sayings: sayingsOf(tools, ticketSayings),
});
