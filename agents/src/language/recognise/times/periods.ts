import {
  type Calendar,
  financialYear,
  PLAIN_CALENDAR,
  startOfPeriod,
} from '@clianta/crm-core/entity/calendar';
import type { DateTime } from 'luxon';
import type { Token } from '../../text/token.ts';
import { isParticle } from '../names/name-parts.ts';
import { doubtfulNames, months, ordinalWords, smallNumbers, unitLetters, units } from './calendar-words.ts';
import { edgeAt } from './period-edges.ts';
import type { TimeMatch, TimeSpan } from './time-value.ts';
import { weekOfMonth } from './week-of-month.ts';
import { shiftOf, whole } from './whole-period.ts';

/** Words that make a doubtful month or weekday a time. */
const TIME_WORDS = new Set(
  'in on by since until till before after of next last this during through for from to between end start beginning late early mid closing due'.split(
    ' ',
  ),
);

/** A number as digits or a word. */
export function countAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (token.kind === 'number') return Number.isInteger(token.value) ? token.value : undefined;
  return token.kind === 'word' ? smallNumbers.get(token.norm) : undefined;
}

/** "the week after next", "the month before last". */
function secondShifted(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  const i = tokens[at]?.norm === 'the' ? at + 1 : at;
  const unit = units.get(tokens[i]?.norm ?? '');
  const way = `${tokens[i + 1]?.norm} ${tokens[i + 2]?.norm}`;
  const shift = way === 'after next' ? 2 : way === 'before last' ? -2 : 0;
  if (!unit || shift === 0 || unit === 'minute' || unit === 'hour' || unit === 'day') return undefined;
  return { length: i + 3 - at, value: whole(now.plus({ [`${unit}s`]: shift }), unit, calendar) };
}

/** "this quarter", "next month", "last week", "this weekend". */
function shifted(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  let i = at;
  if (tokens[i]?.norm === 'the') i++;
  const shift = shiftOf(tokens[i]?.norm ?? '');
  const word = tokens[i + 1]?.norm ?? '';
  if (shift === undefined) return undefined;
  if (word === 'weekend') {
    const saturday = now.startOf('week').plus({ weeks: shift, days: 5 });
    return {
      length: i + 2 - at,
      value: { kind: 'span', from: saturday, to: saturday.plus({ days: 2 }), hasTime: false },
    };
  }
  const unit = units.get(word);
  if (!unit || unit === 'minute' || unit === 'hour' || word.endsWith('s')) return undefined;
  return { length: i + 2 - at, value: whole(now.plus({ [`${unit}s`]: shift }), unit, calendar) };
}

/** "the last 30 days", "next two weeks", "past few months". */
function rolling(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  let i = at;
  if (tokens[i]?.norm === 'the') i++;
  const shift = shiftOf(tokens[i]?.norm ?? '');
  if (!shift) return undefined;
  i++;
  let count = countAt(tokens, i);
  if (count === undefined) return undefined;
  i++;
  if (tokens[i]?.norm === 'couple') {
    count = 2;
    i++;
  }
  if (tokens[i]?.norm === 'of') i++;
  const unit = units.get(tokens[i]?.norm ?? '');
  if (!unit) return undefined;
  const letter = unitLetters[unit];
  const far = now.plus({ [`${unit}s`]: shift * count });
  const span: TimeSpan = {
    kind: 'span',
    from: shift < 0 ? far : now,
    to: shift < 0 ? now : far,
    hasTime: false,
  };
  if (letter)
    span.relative =
      shift < 0 ? { from: `now-${count}${letter}` } : { from: 'now', to: `now+${count}${letter}` };
  return { length: i + 1 - at, value: span };
}

/** "Q4", "Q1 2027", "the third quarter of 2026", "H1", "next Q1". Without a year: the current or coming one. */
function quarter(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  let i = at;
  if (tokens[i]?.norm === 'the') i++;
  const named = /^([qh])([1-4])$/.exec(tokens[i]?.norm ?? '');
  const ordinal =
    ordinalWords.get(tokens[i]?.norm ?? '') ?? (tokens[i]?.kind === 'ordinal' ? tokens[i]?.value : undefined);
  let size = 3;
  let number: number;
  if (named) {
    size = named[1] === 'h' ? 6 : 3;
    number = Number(named[2]);
    i++;
  } else if (ordinal && ordinal > 0 && ordinal <= 4 && tokens[i + 1]?.norm === 'quarter') {
    number = ordinal;
    i += 2;
  } else return undefined;
  if (number > 12 / size) return undefined;
  const current = financialYear(now, calendar);
  const year = yearAt(tokens, i, now, current);
  const startOf = (y: number) =>
    now
      .startOf('year')
      .set({ year: calendar.yearStart > 1 ? y - 1 : y, month: calendar.yearStart })
      .plus({ months: (number - 1) * size });
  const spanOf = (y: number) => ({ from: startOf(y), to: startOf(y).plus({ months: size }) });
  const chosen = spanOf(year?.value ?? current);
  const value: TimeSpan = { kind: 'span', ...chosen, hasTime: false };
  if (!year && chosen.to <= now) value.past = chosen;
  if (!year && chosen.to <= now) Object.assign(value, spanOf(current + 1));
  if (!year && chosen.from > now) value.past = spanOf(current - 1);
  return { length: i + (year?.length ?? 0) - at, value };
}

function yearAt(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  current = now.year,
): { value: number; length: number } | undefined {
  const i = ['of', 'in', ','].includes(tokens[at]?.norm ?? '') ? at + 1 : at;
  const token = tokens[i];
  if (token?.kind === 'number' && token.value && token.value >= 1990 && token.value <= 2100)
    return { value: token.value, length: i + 1 - at };
  const shift = shiftOf(token?.norm ?? '');
  if (shift !== undefined && tokens[i + 1]?.norm === 'year')
    return { value: current + shift, length: i + 2 - at };
  return undefined;
}

const isDayNumber = (token: Token | undefined) =>
  /^(number|ordinal)$/.test(token?.kind ?? '') && (token?.value ?? 99) <= 31;

/** "March", "in May", "next January", "October 2026": a whole month. */
function month(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const shift = shiftOf(tokens[at]?.norm ?? '');
  const i = shift === undefined ? at : at + 1;
  const word = tokens[i]?.norm ?? '';
  const number = tokens[i]?.kind === 'word' ? months.get(word) : undefined;
  if (!number || isDayNumber(tokens[i + 1])) return undefined;
  const year = yearAt(tokens, i + 1, now);
  const isLed = shift !== undefined || TIME_WORDS.has(tokens[at - 1]?.norm ?? '');
  // "April Jones", "Jan van der Berg"
  const after = tokens[i + 1];
  const isPerson =
    after?.kind === 'word' && (after.isCapital || isParticle(after.norm)) && tokens[i]?.isCapital;
  if (!isLed && !year && isPerson) return undefined;
  if (doubtfulNames.has(word) && shift === undefined && !year && !TIME_WORDS.has(tokens[at - 1]?.norm ?? ''))
    return undefined;
  const spanOf = (y: number) => {
    const from = now.startOf('year').set({ year: y, month: number });
    return { from, to: from.plus({ months: 1 }) };
  };
  const thisYear = spanOf(now.year);
  const future = thisYear.to > now ? thisYear : spanOf(now.year + 1);
  const past = thisYear.from <= now ? thisYear : spanOf(now.year - 1);
  const chosen = year ? spanOf(year.value) : shift === -1 ? past : future;
  return {
    length: i + 1 + (year?.length ?? 0) - at,
    value: { kind: 'span', ...chosen, hasTime: false, ...(!year && shift === undefined && { past }) },
  };
}

/** "in 2026": a bare year counts only after a word of time. */
function year(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || !/^20\d\d$/.test(token.text) || !TIME_WORDS.has(tokens[at - 1]?.norm ?? ''))
    return undefined;
  return {
    length: 1,
    value: whole(now.startOf('year').set({ year: Number(token.text) }), 'year', PLAIN_CALENDAR),
  };
}

/** "year to date", "YTD", "so far this quarter". */
function toDate(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  const found = /^([ymqw])td$/.exec(tokens[at]?.norm ?? '');
  const letter = found?.[1];
  const unit = letter
    ? ({ y: 'year', q: 'quarter', m: 'month', w: 'week' } as const)[letter as 'y']
    : undefined;
  if (unit)
    return {
      length: 1,
      value: { kind: 'span', from: startOfPeriod(now, unit, calendar), to: now, hasTime: false },
    };
  const isSoFar = (place: number) =>
    /^(so far|to date|until now|till now)$/.test(`${tokens[place]?.norm} ${tokens[place + 1]?.norm}`);
  const before = isSoFar(at) ? 2 + (/^(in|for)$/.test(tokens[at + 2]?.norm ?? '') ? 1 : 0) : 0;
  const span = shifted(tokens, at + before, now, calendar);
  const end = at + before + (span?.length ?? 0);
  if (
    span?.value.kind === 'span' &&
    span.value.from <= now &&
    now < span.value.to &&
    (before > 0 || isSoFar(end))
  )
    return {
      length: end + (before > 0 ? 0 : 2) - at,
      value: { kind: 'span', from: span.value.from, to: now, hasTime: false },
    };
  const noun = units.get(tokens[at]?.norm ?? '');
  if (noun && tokens[at + 1]?.norm === 'to' && tokens[at + 2]?.norm === 'date') {
    const isShort = noun === 'minute' || noun === 'hour';
    const from = isShort ? now.startOf(noun) : startOfPeriod(now, noun, calendar);
    return { length: 3, value: { kind: 'span', from, to: now, hasTime: false } };
  }
  return undefined;
}

/** Reads a period at a token: week, month, quarter, year, rolling days, and the edges of these. */
export function period(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  const edge: typeof toDate = (...of) => edgeAt(...of, period);
  const week: typeof toDate = (...of) => weekOfMonth(...of, period);
  for (const rule of [secondShifted, toDate, week, edge, rolling, shifted, quarter, month, year]) {
    const match = rule(tokens, at, now, calendar);
    if (match) return match;
  }
  return undefined;
}
