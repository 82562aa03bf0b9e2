import { type Calendar, PLAIN_CALENDAR, startOfPeriod } from '@clianta/crm-core/entity/calendar';
import type { DateTime } from 'luxon';
import type { Token } from '../../text/token.ts';
import type { TimeMatch, TimeSpan } from './time-value.ts';

const NEXT = new Set(['next', 'coming', 'upcoming', 'following']);
const LAST = new Set(['last', 'previous', 'past', 'prior']);
const THIS = new Set(['this', 'current']);
/** "next" is 1, "last" -1, "this" 0. */
export function shiftOf(word: string): number | undefined {
  return NEXT.has(word) ? 1 : LAST.has(word) ? -1 : THIS.has(word) ? 0 : undefined;
}

export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The day, week, month, quarter or year around an instant. */
export function whole(at: DateTime, period: Period, calendar: Calendar): TimeSpan {
  const from = startOfPeriod(at, period, calendar);
  return { kind: 'span', from, to: from.plus({ [`${period}s`]: 1 }), hasTime: false };
}

export const dayAt = (at: DateTime): TimeSpan => whole(at, 'day', PLAIN_CALENDAR);

/** Reads a period that begins at a token. */
export type ReadPeriod = (
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
) => TimeMatch | undefined;
