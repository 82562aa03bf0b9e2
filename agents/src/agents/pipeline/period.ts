import {
  type Calendar,
  financialQuarter,
  financialYear,
  startOfPeriod,
} from '@clianta/crm-core/entity/calendar';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime, type DateTimeUnit } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';
import { formatDay } from '../../tools/format.ts';

export const periodShape = slot(
  { kind: 'period' },
  z
    .object({ from: z.string().optional(), to: z.string().optional() })
    .describe('ISO 8601 dates, from included, to excluded'),
);
export type GivenPeriod = z.output<typeof periodShape>;

/** From an instant, included, to another, excluded. */
export interface Period {
  from: DateTime;
  to: DateTime;
}

const UNITS = ['year', 'quarter', 'month', 'week', 'day'] as const satisfies readonly DateTimeUnit[];

/** The conditions that a date lies in the period; none where it is open. @throws InvalidError for what is no date */
export function withinPeriod(
  context: ToolContext,
  field: string,
  given: GivenPeriod | undefined,
): Condition[] {
  const bound = (text: string | undefined, op: 'gte' | 'lt'): Condition[] =>
    text === undefined ? [] : [{ field, op, value: instant(context, text) }];
  return [...bound(given?.from, 'gte'), ...bound(given?.to, 'lt')];
}

function instant(context: ToolContext, text: string): Date {
  const at = parseInstant(text, context);
  if (at) return at;
  throw new InvalidError(`“${text}” is not a date I understand. Try 2026-03-31.`);
}

/** The period that is meant; by default the quarter that it is, or that begins where only a beginning is given. */
export function periodOf(context: ToolContext, given: GivenPeriod | undefined): Period {
  const zone = context.timeZone;
  const from = given?.from
    ? DateTime.fromJSDate(instant(context, given.from), { zone })
    : startOfPeriod(DateTime.fromJSDate(context.now, { zone }), 'quarter', context.calendar);
  const to = given?.to
    ? DateTime.fromJSDate(instant(context, given.to), { zone })
    : from.plus({ quarters: 1 });
  if (to <= from) throw new InvalidError('The end of a period comes after its beginning.');
  return { from, to };
}

/** The unit of the calendar that a period is one of: a quarter from the first of October to that of January. */
function unitOf({ from, to }: Period, calendar: Calendar): (typeof UNITS)[number] | undefined {
  return UNITS.find(
    (unit) => +from === +startOfPeriod(from, unit, calendar) && +from.plus({ [unit]: 1 }) === +to,
  );
}

/** The one before it: the quarter before a quarter, else as many days. */
export function periodBefore({ calendar }: Pick<ToolContext, 'calendar'>, period: Period): Period {
  const unit = unitOf(period, calendar);
  const days = Math.max(1, Math.round(period.to.diff(period.from, 'days').days));
  return { from: period.from.minus(unit ? { [unit]: 1 } : { days }), to: period.from };
}

/** "Q4 2026", "November 2026", "2026", "Mon 23 Nov 2026 to Fri 27 Nov 2026". */
export function periodInWords(context: ToolContext, period: Period): string {
  const { from, to } = period;
  const { calendar } = context;
  const year = calendar.yearStart > 1 ? `FY${financialYear(from, calendar)}` : from.toFormat('yyyy');
  switch (unitOf(period, calendar)) {
    case 'year':
      return year;
    case 'quarter':
      return `Q${financialQuarter(from.month, calendar)} ${year}`;
    case 'month':
      return from.toFormat('LLLL yyyy');
    case 'week':
      // called like the ISO week that it runs into
      return from.plus({ days: (8 - calendar.weekStart) % 7 }).toFormat("'week' W kkkk");
    case 'day':
      return formatDay(from.toJSDate(), context);
    default:
      return `${formatDay(from.toJSDate(), context)} to ${formatDay(to.minus({ milliseconds: 1 }).toJSDate(), context)}`;
  }
}
