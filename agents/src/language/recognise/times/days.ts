import { en } from 'chrono-node';
import type { DateTime } from 'luxon';
import { lookup } from '../../../lookup.ts';
import type { Token } from '../../text/token.ts';
import { doubtfulNames, months, unitLetters, units, weekdays } from './calendar-words.ts';
import { countAt } from './periods.ts';
import type { TimeMatch, TimeSpan } from './time-value.ts';
import { shiftOf } from './whole-period.ts';

const DAY_WORDS: Readonly<Record<string, number>> = lookup({
  today: 0,
  tonight: 0,
  tomorrow: 1,
  tmr: 1,
  tmrw: 1,
  tomorow: 1,
  tommorow: 1,
  tommorrow: 1,
  yesterday: -1,
});

function dayAt(at: DateTime): TimeSpan {
  const from = at.startOf('day');
  return { kind: 'span', from, to: from.plus({ days: 1 }), hasTime: false };
}

/** "today", "the day after tomorrow", "yesterday". */
function named(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const i = tokens[at]?.norm === 'the' ? at + 1 : at;
  const word = (offset: number) => tokens[i + offset]?.norm ?? '';
  if (word(0) === 'day' && word(1) === 'after' && DAY_WORDS[word(2)] === 1)
    return { length: i + 3 - at, value: dayAt(now.plus({ days: 2 })) };
  if (word(0) === 'day' && word(1) === 'before' && word(2) === 'yesterday')
    return { length: i + 3 - at, value: dayAt(now.minus({ days: 2 })) };
  const shift = DAY_WORDS[tokens[at]?.norm ?? ''];
  if (shift === undefined) return undefined;
  const day = dayAt(now.plus({ days: shift }));
  if (word(0) === 'tonight')
    return { length: 1, value: { ...day, from: day.from.set({ hour: 19 }), hasTime: true } };
  return { length: 1, value: day };
}

/** "Friday" is the coming one, "next Friday" that of next week, "last Friday" the one before today. */
function weekday(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const shift = shiftOf(tokens[at]?.norm ?? '');
  let i = shift === undefined ? at : at + 1;
  const token = tokens[i];
  const number = token?.kind === 'word' ? weekdays.get(token.norm) : undefined;
  if (!number || !token) return undefined;
  if (
    doubtfulNames.has(token.norm) &&
    shift === undefined &&
    !/^(on|by|until|till|before|after|since|this)$/.test(tokens[at - 1]?.norm ?? '')
  )
    return undefined;
  i++;
  const today = now.startOf('day');
  const ahead = (number - now.weekday + 7) % 7 || 7;
  const back = (now.weekday - number + 7) % 7 || 7;
  const inWeek = (weeks: number) => today.startOf('week').plus({ weeks, days: number - 1 });
  let j = i;
  if (tokens[j]?.norm === 'of') j++;
  const week = shiftOf(tokens[j]?.norm ?? '');
  if (week !== undefined && tokens[j + 1]?.norm === 'week')
    return { length: j + 2 - at, value: dayAt(inWeek(week)) };
  if (shift === 1)
    return {
      length: i - at,
      value: dayAt(tokens[at]?.norm === 'next' ? inWeek(1) : today.plus({ days: ahead })),
    };
  if (shift === -1) return { length: i - at, value: dayAt(today.minus({ days: back })) };
  const past = dayAt(today.minus({ days: back }));
  return {
    length: i - at,
    value: {
      ...dayAt(today.plus({ days: ahead })),
      ...(shift === undefined && { past: { from: past.from, to: past.to } }),
    },
  };
}

/** "in 2 weeks", "3 days ago", "a month from now", "in half an hour", "30 days", "within 10 days". */
function counted(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  let i = at;
  const lead = tokens[i]?.norm ?? '';
  const isIn = lead === 'in' || lead === 'within';
  if (isIn) i++;
  if (
    tokens[i]?.norm === 'half' &&
    /^an?$/.test(tokens[i + 1]?.norm ?? '') &&
    tokens[i + 2]?.norm === 'hour' &&
    isIn
  )
    return { length: i + 3 - at, value: momentAt(now.plus({ minutes: 30 })) };
  let count = countAt(tokens, i);
  if (count === undefined) return undefined;
  i++;
  if (tokens[i]?.norm === 'couple' || tokens[i]?.norm === 'few') {
    count = tokens[i]?.norm === 'few' ? 3 : 2;
    i++;
  }
  if (tokens[i]?.norm === 'of') i++;
  if (/^(business|working)$/.test(tokens[i]?.norm ?? '')) i++;
  const unit = units.get(tokens[i]?.norm ?? '');
  if (!unit) return undefined;
  i++;
  const letter = unitLetters[unit];
  const key = `${unit}s`;
  const isClock = unit === 'minute' || unit === 'hour';
  const next = tokens[i]?.norm ?? '';
  if (next === 'ago' || next === 'back' || next === 'earlier') {
    const then = now.minus({ [key]: count });
    const span = isClock ? momentAt(then) : dayAt(then);
    return {
      length: i + 1 - at,
      value: { ...span, ...(letter && { relative: { from: `now-${count}${letter}` } }) },
    };
  }
  const isFromNow = next === 'from' && /^(now|today)$/.test(tokens[i + 1]?.norm ?? '');
  if (isIn || isFromNow) {
    if (lead === 'within')
      return {
        length: i - at,
        value: {
          kind: 'span',
          from: now,
          to: now.plus({ [key]: count }),
          hasTime: false,
          ...(letter && { relative: { from: 'now', to: `now+${count}${letter}` } }),
        },
      };
    const then = now.plus({ [key]: count });
    const end = isFromNow ? i + 2 : tokens[i]?.kind === 'possessive' ? i + 1 : i;
    const value: TimeSpan = isClock ? momentAt(then) : dayAt(then);
    const back = now.minus({ [key]: count });
    // "not contacted in 30 days" looks back; the filter takes this reading
    if (letter && isIn) value.past = { from: back, to: now };
    if (letter && isIn) value.relative = { from: `now-${count}${letter}` };
    return { length: end - at, value };
  }
  return letter ? { length: i - at, value: { kind: 'length', amount: count, unit: letter } } : undefined;
}

function momentAt(at: DateTime): TimeSpan {
  const from = at.startOf('minute');
  return { kind: 'span', from, to: from.plus({ hours: 1 }), hasTime: true };
}

/** "March 15", "15 Jan 2027", "2026-03-15", "15/03/2026", "the 15th", "the 3rd of next month". */
function absolute(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const isMonth = (i: number) => tokens[i]?.kind === 'word' && months.has(tokens[i]?.norm ?? '');
  const isDay = (i: number) =>
    /^(number|ordinal)$/.test(tokens[i]?.kind ?? '') && (tokens[i]?.value ?? 99) <= 31;
  const starts =
    token.kind === 'date' ||
    (isMonth(at) && (isDay(at + 1) || (tokens[at + 1]?.norm === 'the' && isDay(at + 2)))) ||
    (isDay(at) && (isMonth(at + 1) || (tokens[at + 1]?.norm === 'of' && isMonth(at + 2))));
  if (starts) {
    const found = byChrono(tokens, at, now);
    // "1 March next year"
    const next = at + (found?.length ?? 0);
    const shift = tokens[next + 1]?.norm === 'year' ? shiftOf(tokens[next]?.norm ?? '') : undefined;
    if (found?.value.kind !== 'span' || shift === undefined) return found;
    return { length: found.length + 2, value: dayAt(found.value.from.set({ year: now.year + shift })) };
  }
  if (token.norm === 'the' && isDay(at + 1) && isMonth(at + 3) && tokens[at + 2]?.norm === 'of') {
    const inner = byChrono(tokens, at + 1, now);
    return inner && { length: inner.length + 1, value: inner.value };
  }
  const ordinalAt = token.norm === 'the' ? at + 1 : at;
  const ordinal = tokens[ordinalAt];
  if (ordinal?.kind !== 'ordinal' || !ordinal.value || ordinal.value > 31) return undefined;
  if (ordinalAt === at && !/^(on|by|until|before|after|since)$/.test(tokens[at - 1]?.norm ?? ''))
    return undefined;
  return dayOfMonth(tokens, at, ordinalAt + 1, ordinal.value, now);
}

function dayOfMonth(
  tokens: readonly Token[],
  at: number,
  next: number,
  day: number,
  now: DateTime,
): TimeMatch {
  const shift = tokens[next]?.norm === 'of' ? shiftOf(tokens[next + 1]?.norm ?? '') : undefined;
  if (shift !== undefined && tokens[next + 2]?.norm === 'month')
    return {
      length: next + 3 - at,
      value: dayAt(now.startOf('month').plus({ months: shift, days: day - 1 })),
    };
  const inMonth = now.startOf('month').plus({ days: day - 1 });
  const past = inMonth <= now ? inMonth : inMonth.minus({ months: 1 });
  const future = inMonth >= now.startOf('day') ? inMonth : inMonth.plus({ months: 1 });
  return { length: next - at, value: { ...dayAt(future), past: { from: past, to: past.plus({ days: 1 }) } } };
}

const isOfDate = ({ kind, norm }: Token) =>
  /^(number|ordinal|date|clock)$/.test(kind) || months.has(norm) || /^(of|the|,|at)$/.test(norm);

/** Absolute dates are chrono's; the zone, the year and the time of day are worked out here. */
function byChrono(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const near = tokens.slice(at, at + 5);
  // a second date would be taken for the end of a period
  const short = tokens[at]?.kind === 'date' ? /^(\d+)\.(\d+)\.$/.exec(tokens[at]?.text ?? '') : null;
  if (short) return { length: 1, value: yearless(Number(short[2]), Number(short[1]), now) };
  const foreign = near.findIndex((token) => !isOfDate(token));
  const part = foreign > 0 ? near.slice(0, foreign) : near;
  const first = part[0]?.start ?? 0;
  let text = '';
  for (const token of part) text = `${text.padEnd(token.start - first)}${token.text}`;
  // 4/5/2026 is 5 April in America and 4 May elsewhere; names of months need no such choice
  const isMiddleEndian = tokens[at]?.kind !== 'date' || now.zoneName?.startsWith('America/');
  const parser = isMiddleEndian ? en.casual : en.GB;
  const found = parser.parse(text, now.toJSDate()).find((result) => result.index === 0);
  if (!found?.start.isCertain('day') || !found.start.isCertain('month')) return undefined;
  const end = first + found.text.length;
  const length = part.filter((token) => token.end <= end).length || 1;
  const month = found.start.get('month') ?? 1;
  const day = found.start.get('day') ?? 1;
  const on = (year: number) => now.startOf('day').set({ year, month, day });
  // a clock after the date belongs to the caller
  const clockless = part.findIndex(
    (token, index) => index > 0 && (token.kind === 'clock' || token.norm === 'at'),
  );
  const dateOnly = clockless > 0 ? Math.min(length, clockless) : length;
  if (found.start.isCertain('year')) {
    const date = on(found.start.get('year') ?? now.year);
    const hour =
      found.start.isCertain('hour') && tokens[at]?.kind === 'date' ? found.start.get('hour') : null;
    if (hour === null) return { length: dateOnly, value: dayAt(date) };
    return { length, value: momentAt(date.set({ hour, minute: found.start.get('minute') ?? 0 })) };
  }
  return { length: dateOnly, value: yearless(month, day, now) };
}

/** A date without a year is the coming one; for what has been, the last one. */
function yearless(month: number, day: number, now: DateTime): TimeSpan {
  const on = (year: number) => now.startOf('day').set({ year, month, day });
  const future = on(now.year) >= now.startOf('day') ? on(now.year) : on(now.year + 1);
  const past = on(now.year) <= now ? on(now.year) : on(now.year - 1);
  return { ...dayAt(future), past: { from: past, to: past.plus({ days: 1 }) } };
}

/** Reads one day, or a stretch counted from now, at a token. */
export function day(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  return (
    named(tokens, at, now) ??
    absolute(tokens, at, now) ??
    weekday(tokens, at, now) ??
    counted(tokens, at, now)
  );
}
