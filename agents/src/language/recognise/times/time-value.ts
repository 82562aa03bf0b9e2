import type { DateTime } from 'luxon';

export type LengthUnit = 'h' | 'd' | 'w' | 'm' | 'q' | 'y';

/** A stretch of time in the user's zone: a day, a quarter, "tomorrow at 10" (an hour), "the last 30 days". */
export interface TimeSpan {
  kind: 'span';
  from: DateTime;
  /** Excluded. */
  to: DateTime;
  /** A time of day was said. */
  hasTime: boolean;
  /** The end of a period: its last day, which "before" it includes. */
  isEnd?: boolean;
  /** The same words read as what has been: "Monday" is the coming one, "since Monday" the last one. */
  past?: { from: DateTime; to: DateTime };
  /** How a filter writes it when it moves with the day: `now-30d`. */
  relative?: { from?: string; to?: string };
}

/** "a month", "30 days": counted from whatever the sentence says. */
interface TimeLength {
  kind: 'length';
  amount: number;
  unit: LengthUnit;
}

/** "31 November". */
interface NoTime {
  kind: 'impossible';
  /** "31 November does not exist: November has 30 days". */
  why: string;
}

export type TimeValue = TimeSpan | TimeLength;

export interface TimeMatch {
  /** How many tokens. */
  length: number;
  value: TimeValue | NoTime;
}

/** `2026-03-31T15:00:00+02:00`: local time with its offset, as tools take it. */
export function iso(at: DateTime): string {
  return at.toISO({ suppressMilliseconds: true }) ?? '';
}

/** Days of a span. */
function daysOf(span: TimeSpan): number {
  return span.to.diff(span.from, 'days').days;
}

/** The day a period is over: what "closing this quarter" sets as the close date. */
export function endPoint(span: TimeSpan): DateTime {
  return daysOf(span) > 1.2 ? span.to.minus({ days: 1 }).startOf('day') : span.from;
}

/** When to act: the time said, else `hour` o'clock on the first day, or on the last one for a deadline. */
export function actPoint(span: TimeSpan, hour: number, isDeadline = false): DateTime {
  if (span.hasTime) return span.from;
  const day = isDeadline ? endPoint(span) : span.from;
  return day.set({ hour, minute: 0, second: 0, millisecond: 0 });
}

export function pastOf(span: TimeSpan): { from: DateTime; to: DateTime } {
  return span.past ?? span;
}
