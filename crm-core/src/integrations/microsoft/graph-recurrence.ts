import { DateTime } from 'luxon';
import { findWindows } from 'windows-iana';
import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import { zoneOf } from './graph-time.ts';

const DAYS = {
  SU: 'sunday',
  MO: 'monday',
  TU: 'tuesday',
  WE: 'wednesday',
  TH: 'thursday',
  FR: 'friday',
  SA: 'saturday',
} as const;
const INDEXES = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' } as const;
const WEEKDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

export const recurrenceSchema = z.object({
  pattern: z.object({
    type: z.string(),
    interval: z.number().default(1),
    daysOfWeek: z.array(z.string()).nullish(),
    dayOfMonth: z.number().nullish(),
    month: z.number().nullish(),
    index: z.string().nullish(),
  }),
  range: z.object({
    type: z.string(),
    startDate: z.string(),
    endDate: z.string().nullish(),
    numberOfOccurrences: z.number().nullish(),
    recurrenceTimeZone: z.string().nullish(),
  }),
});
export type GraphRecurrence = z.output<typeof recurrenceSchema>;

/** A rule (RFC 5545) as Outlook has it. @throws InvalidError for one that it cannot say */
export function graphRecurrence(rrule: string, startAt: Date, zone: string): GraphRecurrence {
  const parts = new Map(rrule.split(';').map((part) => part.toUpperCase().split('=', 2) as [string, string]));
  const start = DateTime.fromJSDate(startAt, { zone });
  const until = parts.get('UNTIL');
  const count = parts.get('COUNT');
  return {
    pattern: patternOf(parts, start, rrule),
    range: {
      type: count ? 'numbered' : until ? 'endDate' : 'noEnd',
      startDate: start.toFormat('yyyy-MM-dd'),
      recurrenceTimeZone: findWindows(zone)[0] ?? 'UTC',
      ...(count && { numberOfOccurrences: Number(count) }),
      ...(until && { endDate: lastDay(until, zone) }),
    },
  };
}

function patternOf(
  parts: ReadonlyMap<string, string>,
  start: DateTime,
  rrule: string,
): GraphRecurrence['pattern'] {
  const cannot = () => new InvalidError(`Outlook has no repetition such as ${rrule}.`);
  const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS'];
  if ([...parts.keys()].some((name) => !known.includes(name))) throw cannot();
  const frequency = parts.get('FREQ') ?? '';
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const byDay = parts.get('BYDAY')?.split(',') ?? [];
  const days = byDay.map((one) => DAYS[one.slice(-2) as keyof typeof DAYS]);
  if (days.includes(undefined as never)) throw cannot();
  const position = Number(parts.get('BYSETPOS') ?? byDay[0]?.slice(0, -2) ?? 0);
  const isOrdinal = ['MONTHLY', 'YEARLY'].includes(frequency) && days.length > 0;
  const ofMonth = Number(parts.get('BYMONTHDAY') ?? start.day);
  const month = Number(parts.get('BYMONTH') ?? start.month);
  const firstDayOfWeek = DAYS[(parts.get('WKST') ?? 'MO') as keyof typeof DAYS];
  if (isOrdinal) {
    const index = INDEXES[position as keyof typeof INDEXES];
    const isOne = byDay.length === 1 || parts.has('BYSETPOS');
    if (!index || !isOne || parts.has('BYMONTHDAY')) throw cannot();
    return frequency === 'MONTHLY'
      ? { type: 'relativeMonthly', interval, daysOfWeek: days, index }
      : { type: 'relativeYearly', interval, daysOfWeek: days, index, month };
  }
  if (!Number.isInteger(ofMonth) || ofMonth < 1 || parts.has('BYSETPOS')) throw cannot();
  if (frequency === 'DAILY' && days.length === 0) return { type: 'daily', interval };
  if (frequency === 'WEEKLY' || (frequency === 'DAILY' && interval === 1)) {
    const own = DAYS[WEEKDAY[start.weekday - 1] ?? 'MO'];
    const weekly = { type: 'weekly', interval, daysOfWeek: days.length > 0 ? days : [own], firstDayOfWeek };
    return weekly;
  }
  if (frequency === 'MONTHLY' && !parts.has('BYMONTH'))
    return { type: 'absoluteMonthly', interval, dayOfMonth: ofMonth };
  if (frequency === 'YEARLY') return { type: 'absoluteYearly', interval, dayOfMonth: ofMonth, month };
  throw cannot();
}

/** `20260331` or `20260331T215959Z`. */
function lastDay(until: string, zone: string): string {
  const isDay = !until.includes('T');
  const read = isDay
    ? DateTime.fromFormat(until, 'yyyyMMdd', { zone })
    : DateTime.fromFormat(until.replace(/Z$/, ''), "yyyyMMdd'T'HHmmss", { zone: 'utc' }).setZone(zone);
  return read.toFormat('yyyy-MM-dd');
}

/** What repeats in Outlook as a rule; undefined for what no rule of ours says. */
export function rruleOf({ pattern, range }: GraphRecurrence): string | undefined {
  const { type, interval, daysOfWeek, dayOfMonth, month, index } = pattern;
  const days = (daysOfWeek ?? []).flatMap(
    (named) => Object.entries(DAYS).find(([, day]) => day === named.toLowerCase())?.[0] ?? [],
  );
  const position = Object.entries(INDEXES).find(([, name]) => name === index)?.[0];
  const ordinal =
    days.length === 1 ? [`BYDAY=${position}${days[0]}`] : [`BYDAY=${days}`, `BYSETPOS=${position}`];
  const by: Readonly<Record<string, readonly string[]>> = {
    daily: ['FREQ=DAILY'],
    weekly: ['FREQ=WEEKLY', `BYDAY=${days}`],
    absoluteMonthly: ['FREQ=MONTHLY', `BYMONTHDAY=${dayOfMonth}`],
    relativeMonthly: ['FREQ=MONTHLY', ...ordinal],
    absoluteYearly: ['FREQ=YEARLY', `BYMONTH=${month}`, `BYMONTHDAY=${dayOfMonth}`],
    relativeYearly: ['FREQ=YEARLY', `BYMONTH=${month}`, ...ordinal],
  };
  const [frequency, ...rest] = by[type] ?? [];
  if (!frequency) return undefined;
  const zone = zoneOf(range.recurrenceTimeZone) ?? 'utc';
  const end = range.type === 'endDate' && range.endDate ? untilOf(range.endDate, zone) : undefined;
  return [
    frequency,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...rest,
    ...(range.type === 'numbered' ? [`COUNT=${range.numberOfOccurrences}`] : []),
    ...(end ? [`UNTIL=${end}`] : []),
  ].join(';');
}

const untilOf = (date: string, zone: string) =>
  DateTime.fromISO(date, { zone }).endOf('day').toUTC().toFormat("yyyyMMdd'T'HHmmss'Z'");
