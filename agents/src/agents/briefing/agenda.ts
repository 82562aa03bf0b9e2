import { meetingsBetween } from '@clianta/crm-core/calendar/visible-events';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { dayOf, startOfDay } from '@clianta/crm-core/entity/days';
import { parseDay } from '@clianta/crm-core/entity/filter';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import type { ToolContext } from '../../tool.ts';
import { formatDay } from '../../tools/format.ts';
import { belongsTo, type Whose } from '../../tools/whose.ts';
import { type Some, someOf } from './some-of.ts';

/** How far an agenda of today looks ahead for deals that are to close. */
export const AHEAD_DAYS = 7;

/** The days that are asked about, both included. */
export interface Days {
  from: string;
  to: string;
  isToday: boolean;
  /** "today", "on Tue 24 Nov 2026", "from Mon 23 Nov 2026 to Fri 27 Nov 2026". */
  words: string;
}

/** @throws InvalidError for what is no day */
export function daysOf(context: ToolContext, day = 'today', until: string | undefined): Days {
  const read = (text: string) => {
    const found = parseDay(text, context);
    if (found) return found;
    throw new InvalidError(`“${text}” is not a day I understand. Try 2026-03-31 or “next Friday”.`);
  };
  const from = read(day);
  const to = until ? read(until) : from;
  if (to < from) throw new InvalidError('The last day comes before the first one.');
  const isToday = from === dayOf(context.now, context.timeZone);
  const words =
    from !== to
      ? `from ${formatDay(from, context)} to ${formatDay(to, context)}`
      : isToday
        ? 'today'
        : `on ${formatDay(from, context)}`;
  return { from, to, isToday, words };
}

/** The days of a period, of which `to` is the end. */
export const daysWithin = (context: ToolContext, period: { from: string; to: string }): Days => {
  const [from, last] = [new Date(period.from), new Date(Date.parse(period.to) - 1)];
  if (!(from <= last)) throw new InvalidError('That period has no day. Say from when to when.');
  return daysOf(context, dayOf(from, context.timeZone), dayOf(last, context.timeZone));
};

export type Agenda = Awaited<ReturnType<typeof readAgenda>>;

/** What is late counts for today only: another day has nothing but what is due then. */
export async function readAgenda(context: ToolContext, whose: Whose, { from, to, isToday }: Days) {
  const start = startOfDay(from, context.timeZone);
  const end = startOfDay(plusDays(to, 1), context.timeZone);
  const within = (field: string): Condition[] => [
    { field, op: 'gte', value: start },
    { field, op: 'lt', value: end },
  ];
  const openTask: Condition[] = [
    ...belongsTo(whose, 'assigneeId'),
    { field: 'status', op: 'ne', value: 'completed' },
  ];
  const openDeal: Condition[] = [
    ...belongsTo(whose, 'ownerId'),
    { field: 'status', op: 'eq', value: 'open' },
  ];
  const closing = isToday && from === to ? plusDays(to, AHEAD_DAYS) : to;
  const nothing = { count: 0, records: [] };
  const { team } = await context.crm.facts(context.scope.workspaceId);
  const userIds = whose.userId === undefined ? team.map(({ id }) => id) : [whose.userId];
  const [overdue, due, planned, logged, meetings, followUps, slipped, toClose] = await Promise.all([
    isToday
      ? someOf(context, Task, [...openTask, { field: 'dueAt', op: 'lt', value: start }], 'dueAt')
      : nothing,
    someOf(
      context,
      Task,
      [...openTask, ...within('dueAt'), { field: 'type', op: 'ne', value: 'meeting' }],
      'dueAt',
    ),
    someOf(
      context,
      Task,
      [...openTask, ...within('dueAt'), { field: 'type', op: 'eq', value: 'meeting' }],
      'dueAt',
    ),
    someOf(
      context,
      Activity,
      [...belongsTo(whose, 'userId'), ...within('at'), { field: 'type', op: 'eq', value: 'meeting' }],
      'at',
    ),
    meetingsBetween(context.crm, context.scope, userIds, start, end),
    someOf(
      context,
      Contact,
      [
        ...belongsTo(whose, 'ownerId'),
        { field: 'followUpAt', op: 'lte', value: to },
        ...(isToday ? [] : [{ field: 'followUpAt', op: 'gte' as const, value: from }]),
      ],
      'followUpAt',
    ),
    isToday
      ? someOf(
          context,
          Opportunity,
          [...openDeal, { field: 'expectedCloseAt', op: 'lt', value: from }],
          'expectedCloseAt',
        )
      : nothing,
    someOf(
      context,
      Opportunity,
      [
        ...openDeal,
        { field: 'expectedCloseAt', op: 'gte', value: from },
        { field: 'expectedCloseAt', op: 'lte', value: closing },
      ],
      'expectedCloseAt',
    ),
  ]);
  return {
    overdue: overdue as Some<typeof Task>,
    due,
    planned,
    logged,
    meetings,
    followUps,
    slipped: slipped as Some<typeof Opportunity>,
    toClose,
    isAhead: closing !== to,
  };
}

const plusDays = (day: string, days: number) =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
