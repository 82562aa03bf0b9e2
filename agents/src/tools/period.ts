import { type Calendar, financialQuarter, financialYear } from '@clianta/crm-core/entity/calendar';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { Period } from '@clianta/crm-core/entity/totals-period';
import { InvalidError } from '@clianta/crm-core/errors';
import { spanOfPeriod, type TimeSpan, wholeUnits } from '@clianta/crm-core/intelligence/report/report-period';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../slot.ts';
import type { ToolContext } from '../tool.ts';
import { formatDay } from './format.ts';

/** Without a slot: what a period that was said means is the tool's to declare. */
export const givenPeriod = z
  .object({ from: z.string().optional(), to: z.string().optional() })
  .describe('ISO 8601 dates, from included, to excluded');
export const periodShape = slot({ kind: 'period' }, givenPeriod);
export type GivenPeriod = z.output<typeof givenPeriod>;

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

/**
 * The period that is meant; by default the unit of time that it is.
 *
 * @param unit - of what is not given, and of where only a beginning is
 */
export function periodOf(
  context: ToolContext,
  given: GivenPeriod | undefined,
  unit: Period = 'quarter',
): TimeSpan {
  const zone = context.timeZone;
  const at = (text: string) => DateTime.fromJSDate(instant(context, text), { zone });
  const from = given?.from ? at(given.from) : spanOfPeriod({ unit, count: 1, back: 0 }, context).from;
  const to = given?.to ? at(given.to) : from.plus({ [unit]: 1 });
  if (to <= from) throw new InvalidError('The end of a period comes after its beginning.');
  return { from, to };
}

/** "Q4 2026", "November 2026", "2026", "January 2026 to March 2026", "Mon 23 Nov 2026 to Fri 27 Nov 2026". */
export function periodInWords(context: ToolContext, { from, to }: TimeSpan): string {
  const whole = wholeUnits({ from, to }, context.calendar);
  const unit = whole?.unit ?? 'day';
  const last = to.minus({ milliseconds: 1 });
  const [first, end] = [unitInWords(context, unit, from), unitInWords(context, unit, last)];
  return first === end ? first : `${first} to ${end}`;
}

function unitInWords(context: ToolContext, unit: Period, at: DateTime): string {
  const { calendar } = context;
  const year = calendar.yearStart > 1 ? `FY${financialYear(at, calendar)}` : at.toFormat('yyyy');
  switch (unit) {
    case 'year':
      return year;
    case 'quarter':
      return `Q${financialQuarter(at.month, calendar)} ${year}`;
    case 'month':
      return at.toFormat('LLLL yyyy');
    case 'week':
      return weekInWords(at, calendar);
    case 'day':
      return formatDay(at.toJSDate(), context);
  }
}

/** Called like the ISO week that it runs into. */
const weekInWords = (at: DateTime, { weekStart }: Calendar) =>
  at.plus({ days: (8 - weekStart) % 7 }).toFormat("'week' W kkkk");
