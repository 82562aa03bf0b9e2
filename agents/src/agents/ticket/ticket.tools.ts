import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { updateTool } from '../../tools/change-tools.ts';
import { formatDate } from '../../tools/format.ts';
import { getTool } from '../../tools/get-tool.ts';
import { searchTool } from '../../tools/search-tool.ts';
import { dueInWords } from './due-in-words.ts';

const SHOWN = 5;

export const searchTickets = {
  ...searchTool(
    Ticket,
    'Lists or counts support tickets by status, priority, assignee, company, contact, or when they are due.',
  ),
  slash: {
    command: 'tickets',
    args: () => ({
      where: [
        { field: 'assignee', op: 'eq', value: 'me' },
        { field: 'status', op: 'not_in', value: ['resolved', 'closed'] },
      ],
    }),
  },
};

export const getTicket = getTool(Ticket, 'Shows one ticket with its times and the last that was said.', {
  async more(context, record) {
    const ticket = record as unknown as TicketRecord;
    const { records } = await context.crm.records(Activity).find(context.scope, {
      where: [{ field: 'ticketId', op: 'eq', value: ticket.id }],
      sort: '-at',
      limit: SHOWN,
    });
    const isOver = ticket.resolvedAt
      ? `Solved ${formatDate(ticket.resolvedAt, context)}.`
      : dueInWords(context, ticket);
    const lines = records.map((entry) => `- ${formatDate(entry.at, context)}: ${entry.subject}`);
    return {
      text: [
        `Here is **${ticket.reference}**: ${ticket.subject}. ${isOver}`,
        ...(lines.length > 0 ? ['', 'Latest:', ...lines] : []),
      ].join('\n'),
    };
  },
});

export const updateTickets = updateTool(
  Ticket,
  'Changes one ticket, or all that match a filter: status (open, waiting_customer, on_hold), priority, assignee, company, subject.',
);
