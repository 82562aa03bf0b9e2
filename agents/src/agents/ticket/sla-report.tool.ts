import { pausesOf, slaRules } from '@clianta/crm-core/crm/ticket/sla-of';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { usedMs } from '@clianta/crm-core/crm/ticket/ticket-clock';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { filterShape } from '../../tools/fields.ts';
import { counted } from '../../tools/format.ts';
import { periodShape, withinPeriod } from '../../tools/period.ts';
import { show, titlesFor } from '../../tools/present.ts';
import { fieldNamed, storedFilter } from '../../tools/translate.ts';

/** Of more tickets than this the newest count, and the answer says so. */
const MOST = 20_000;
const HOUR_MS = 3_600_000;

export const slaReport = defineTool({
  name: 'sla_report',
  does: 'Measuring answer times',
  description:
    'How many tickets were answered and solved in time, with the median working hours, for a period (by when they were opened), overall or by assignee, priority, company or status. Tickets that are not due yet are left out.',
  entity: 'ticket',
  input: z.strictObject({
    period: periodShape.optional(),
    groupBy: slot({ kind: 'field', entity: 'ticket' }, z.string()).optional(),
    where: filterShape().where,
  }),
  effect: 'read',
  async run({ period, groupBy, where }, context): Promise<ToolResult> {
    const field = groupBy === undefined ? undefined : fieldNamed(Ticket, groupBy);
    if (groupBy !== undefined && !field)
      throw new InvalidError(`Tickets cannot be grouped by “${groupBy}”. Try assignee, priority or company.`);
    const given = await storedFilter(context, Ticket, { where });
    const { records, total } = await ticketsOf(context, [
      ...(given.where ?? []),
      ...withinPeriod(context, 'openedAt', period),
    ]);
    if (records.length === 0) return { text: 'There are no such tickets.', isAnswer: true };
    const titles = field ? await titlesFor(context, Ticket, records) : new Map();
    const groups = new Map<string, TicketRecord[]>();
    for (const ticket of records) {
      const name = field ? show(field, { ...ticket }, titles, context) || 'none' : 'All';
      groups.set(name, [...(groups.get(name) ?? []), ticket]);
    }
    const hours = await hoursOf(context, records);
    const rows = [...groups].map(([name, own]) => ({
      cells: { name, ...cellsOf(measured(context, own, hours)) },
    }));
    const all = measured(context, records, hours);
    const table: TableCard = {
      type: 'table',
      title: 'Answer times',
      columns: [
        { key: 'name', label: field?.label ?? 'Tickets' },
        { key: 'count', label: 'Tickets', align: 'right' },
        { key: 'first', label: 'Answered in time', align: 'right' },
        { key: 'firstHours', label: 'Median to answer', align: 'right' },
        { key: 'solved', label: 'Solved in time', align: 'right' },
        { key: 'solvedHours', label: 'Median to solve', align: 'right' },
      ],
      rows: rows.toSorted((a, b) => Number(b.cells.count) - Number(a.cells.count)),
      count: rows.length,
    };
    const more = total > records.length ? ` Of ${total} the newest ${records.length} are counted.` : '';
    return {
      text: `Of ${counted(records.length, Ticket.label)} ${inWords('answered', all.first)} and ${inWords('solved', all.solved)} in time.${more}`,
      cards: [table],
      isAnswer: true,
    };
  },
});

async function ticketsOf(
  { crm, scope }: ToolContext,
  where: Condition[],
): Promise<{ records: TicketRecord[]; total: number }> {
  const records: TicketRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await crm
      .records(Ticket)
      .find(scope, { where, sort: '-openedAt', limit: 500, ...(cursor && { cursor }) });
    records.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor && records.length < MOST);
  return { records, total: cursor ? await crm.records(Ticket).count(scope, { where }) : records.length };
}

interface Share {
  inTime: number;
  of: number;
}

interface Measured {
  count: number;
  first: Share & { hours: number | undefined };
  solved: Share & { hours: number | undefined };
}

/** Working hours until the first answer and until it was solved. */
interface Hours {
  first: number | undefined;
  solved: number | undefined;
}

async function hoursOf(
  { crm, scope }: ToolContext,
  tickets: readonly TicketRecord[],
): Promise<ReadonlyMap<string, Hours>> {
  const { of, timeZone } = await slaRules(crm, scope.workspaceId);
  const stood = await pausesOf(
    crm,
    scope.workspaceId,
    tickets.map(({ id }) => id),
  );
  return new Map(
    tickets.map((ticket) => {
      const clocked = {
        ...ticket,
        openedAt: ticket.openedAt ?? ticket.createdAt,
        pauses: stood.get(ticket.id) ?? [],
      };
      const until = (at: Date | undefined | null) =>
        at ? usedMs(clocked, of(ticket), timeZone, at) / HOUR_MS : undefined;
      return [ticket.id, { first: until(ticket.firstAnsweredAt), solved: until(ticket.resolvedAt) }];
    }),
  );
}

function measured(
  { now }: ToolContext,
  tickets: readonly TicketRecord[],
  hours: ReadonlyMap<string, Hours>,
): Measured {
  const known = (of: keyof Hours) => median(tickets.flatMap(({ id }) => hours.get(id)?.[of] ?? []));
  const share = (
    doneAt: (ticket: TicketRecord) => Date | null | undefined,
    dueAt: (ticket: TicketRecord) => Date | null | undefined,
    isLate: (ticket: TicketRecord) => boolean,
  ): Share => {
    const due = tickets.filter(
      (one) => doneAt(one) || isLate(one) || (dueAt(one)?.getTime() ?? Infinity) <= now.getTime(),
    );
    return { of: due.length, inTime: due.filter((one) => doneAt(one) && !isLate(one)).length };
  };
  return {
    count: tickets.length,
    first: {
      ...share(
        (one) => one.firstAnsweredAt,
        (one) => one.firstDueAt,
        (one) => one.isFirstLate,
      ),
      hours: known('first'),
    },
    solved: {
      ...share(
        (one) => one.resolvedAt,
        (one) => one.resolveDueAt,
        (one) => one.isResolveLate,
      ),
      hours: known('solved'),
    },
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)];
  if (upper === undefined) return undefined;
  const lower = sorted[Math.ceil(half) - 1] ?? upper;
  return (lower + upper) / 2;
}

const percent = ({ inTime, of }: Share) => (of === 0 ? '—' : `${Math.round((100 * inTime) / of)}%`);
const hoursIn = (hours: number | undefined) => (hours === undefined ? '—' : `${hours.toFixed(1)} h`);

const cellsOf = ({ count, first, solved }: Measured) => ({
  count: String(count),
  first: percent(first),
  firstHours: hoursIn(first.hours),
  solved: percent(solved),
  solvedHours: hoursIn(solved.hours),
});

const inWords = (verb: string, share: Share) =>
  share.of === 0
    ? `none was due to be ${verb}`
    : `${percent(share)} (${share.inTime} of ${share.of}) were ${verb}`;
