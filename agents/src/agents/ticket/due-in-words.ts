import type { TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import type { ToolContext } from '../../tool.ts';
import { formatDate } from '../../tools/format.ts';

/** "The first answer is due ..., the solution ...". */
export function dueInWords(
  context: Pick<ToolContext, 'timeZone' | 'locale' | 'currency'>,
  ticket: Pick<TicketRecord, 'firstDueAt' | 'resolveDueAt' | 'firstAnsweredAt' | 'status'>,
): string {
  const { firstDueAt, resolveDueAt, firstAnsweredAt, status } = ticket;
  if (!resolveDueAt) return `Its clock stands still while it is ${status.replace('_', ' ')}.`;
  const first =
    firstDueAt && !firstAnsweredAt
      ? `The first answer is due ${formatDate(firstDueAt, context)}, the`
      : 'The';
  return `${first} solution ${first === 'The' ? 'is due ' : ''}${formatDate(resolveDueAt, context)}.`;
}
