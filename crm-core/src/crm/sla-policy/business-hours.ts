import { DateTime } from 'luxon';

/** One stretch of a weekday in which the team works, on the policy's clock. */
export interface Span {
  /** 1 Monday to 7 Sunday. */
  day: number;
  /** `09:00` */
  from: string;
  /** `17:00`; `24:00` is the end of the day. */
  to: string;
}

/** When time counts. Without spans it always does. */
export interface BusinessHours {
  spans: readonly Span[];
  /** Days without work: `2026-12-25`. */
  holidays: ReadonlySet<string>;
  timeZone: string;
}

/** A stretch in which a clock stands still; without an end it still does. */
export interface Pause {
  from: Date;
  to?: Date | undefined;
}

/** No clock runs longer than this: a policy without a single working day in it has no end. */
const MOST_DAYS = 3 * 366;

/**
 * When so much working time has passed since `from`, pauses left out. On the day that clocks change an hour is what the
 * clocks on the wall say.
 *
 * @param forMs - working time, in milliseconds
 * @returns undefined while a pause has no end, or when the hours never come
 */
export function dueAfter(
  from: Date,
  forMs: number,
  pauses: readonly Pause[],
  hours: BusinessHours,
): Date | undefined {
  if (pauses.some(({ to }) => !to)) return undefined;
  let left = forMs;
  if (left <= 0) return from;
  for (const [begin, end] of workingStretches(from, undefined, pauses, hours)) {
    if (left <= end - begin) return new Date(begin + left);
    left -= end - begin;
  }
  return undefined;
}

/** The working time between two instants, pauses left out, in milliseconds. */
export function workedMs(from: Date, to: Date, pauses: readonly Pause[], hours: BusinessHours): number {
  let sum = 0;
  for (const [begin, end] of workingStretches(from, to, pauses, hours)) sum += end - begin;
  return sum;
}

/** Stretches of working time in order, as instants in milliseconds. */
function* workingStretches(
  from: Date,
  to: Date | undefined,
  pauses: readonly Pause[],
  hours: BusinessHours,
): Generator<[number, number]> {
  const until = to?.getTime() ?? Number.POSITIVE_INFINITY;
  for (const [begin, end] of openStretches(from, hours)) {
    if (begin >= until) return;
    let at = begin;
    const last = Math.min(end, until);
    const own = pauses
      .map((pause) => [pause.from.getTime(), pause.to?.getTime() ?? Number.POSITIVE_INFINITY] as const)
      .filter(([pausedFrom, pausedTo]) => pausedTo > at && pausedFrom < last)
      .sort(([a], [b]) => a - b);
    for (const [pausedFrom, pausedTo] of own) {
      if (pausedFrom > at) yield [at, Math.min(pausedFrom, last)];
      at = Math.max(at, pausedTo);
      if (at >= last) break;
    }
    if (at < last) yield [at, last];
  }
}

function* openStretches(
  from: Date,
  { spans, holidays, timeZone }: BusinessHours,
): Generator<[number, number]> {
  if (spans.length === 0) {
    yield [from.getTime(), Number.POSITIVE_INFINITY];
    return;
  }
  const first = DateTime.fromJSDate(from, { zone: timeZone }).startOf('day');
  for (let ahead = 0; ahead < MOST_DAYS; ahead++) {
    const day = first.plus({ days: ahead });
    if (holidays.has(day.toFormat('yyyy-MM-dd'))) continue;
    for (const [opens, closes] of stretchesOf(day, spans)) {
      const begin = Math.max(opens, from.getTime());
      if (begin < closes) yield [begin, closes];
    }
  }
}

/** Those of a day in order, as instants in milliseconds; where they overlap, the time counts once. */
export function stretchesOf(day: DateTime, spans: readonly Span[]): Array<[number, number]> {
  const own = spans
    .filter((span) => span.day === day.weekday)
    .map(({ from, to }): [number, number] => [instantOf(day, from), instantOf(day, to)])
    .filter(([opens, closes]) => opens < closes)
    .sort(([a], [b]) => a - b);
  const joined: Array<[number, number]> = [];
  for (const [opens, closes] of own) {
    const last = joined.at(-1);
    if (last && opens <= last[1]) last[1] = Math.max(last[1], closes);
    else joined.push([opens, closes]);
  }
  return joined;
}

function instantOf(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (hour === 24) return day.plus({ days: 1 }).startOf('day').toMillis();
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
