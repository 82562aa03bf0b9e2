import { type Calendar, startOfPeriod } from '@clianta/crm-core/entity/calendar';
import type { DateTime } from 'luxon';
import { lookup } from '../../../lookup.ts';
import type { Token } from '../../text/token.ts';
import { calendarDate, feast, weekdayOf } from './calendar-date.ts';
import { doubtfulNames, unitLetters, units, weekdays } from './calendar-words.ts';
import { countAt, period } from './periods.ts';
import type { TimeMatch, TimeSpan } from './time-value.ts';
import { dayAt, shiftOf } from './whole-period.ts';

const DAY_WORDS: Readonly<Record<string, number>> = lookup({
  today: 0,
  tonight: 0,
  tomorrow: 1,
  tomorow: 1,
  tommorow: 1,
  tommorrow: 1,
  yesterday: -1,
});

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
function weekday(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  const shift = shiftOf(tokens[at]?.norm ?? '');
  let i = shift === undefined ? at : at + 1;
  const token = tokens[i];
  const number = token?.kind === 'word' ? weekdays.get(token.norm) : undefined;
  if (!number || !token) return undefined;
  if (
    doubtfulNames.has(token.norm) &&
    shift === undefined &&
    !/^(on|by|until|till|before|after|since|this)$/.test(tokens[at - 1]?.norm ?? '') &&
    tokens[i + 1]?.kind !== 'clock'
  )
    return undefined;
  i++;
  const today = now.startOf('day');
  const ahead = (number - now.weekday + 7) % 7 || 7;
  const back = (now.weekday - number + 7) % 7 || 7;
  const inWeek = (weeks: number) =>
    startOfPeriod(today, 'week', calendar).plus({ weeks, days: (number - calendar.weekStart + 7) % 7 });
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
function counted(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
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
  // the hour of "half an hour" is none
  if (count === undefined || (i === at && tokens[at - 1]?.norm === 'half')) return undefined;
  i++;
  if (tokens[i]?.norm === 'couple' || tokens[i]?.norm === 'few') {
    count = tokens[i]?.norm === 'few' ? 3 : 2;
    i++;
  }
  if (tokens[i]?.norm === 'of') i++;
  const isOfWork =
    /^(business|working|work)$/.test(tokens[i]?.norm ?? '') && /^days?$/.test(tokens[i + 1]?.norm ?? '');
  if (isOfWork) i++;
  const isFortnight = /^fortnights?$/.test(tokens[i]?.norm ?? '');
  if (isFortnight) count *= 2;
  const unit = isFortnight ? 'week' : units.get(tokens[i]?.norm ?? '');
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
  const other =
    /^(from|after|before)$/.test(next) && !isClock ? day(tokens, i + 1, now, calendar) : undefined;
  if (
    other?.value.kind === 'span' &&
    !other.value.hasTime &&
    other.value.to.diff(other.value.from, 'days').days <= 1.2
  ) {
    const sign = next === 'before' ? -1 : 1;
    const then = isOfWork
      ? workDaysFrom(other.value.from, sign * count)
      : other.value.from.plus({ [key]: sign * count });
    return { length: i + 1 + other.length - at, value: dayAt(then) };
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
    const then = isOfWork ? workDaysFrom(now, count) : now.plus({ [key]: count });
    let end = isFromNow ? i + 2 : tokens[i]?.kind === 'possessive' ? i + 1 : i;
    if (!isFromNow && tokens[end]?.norm === 'time') end++;
    const value: TimeSpan = isClock ? momentAt(then) : dayAt(then);
    const back = now.minus({ [key]: count });
    // "not contacted in 30 days" looks back; the filter takes this reading
    if (letter && isIn) value.past = { from: back, to: now };
    if (letter && isIn) value.relative = { from: `now-${count}${letter}` };
    return { length: end - at, value };
  }
  return letter ? { length: i - at, value: { kind: 'length', amount: count, unit: letter } } : undefined;
}

/** So many days on which people work, from Monday to Friday. */
function workDaysFrom(from: DateTime, count: number): DateTime {
  let day = from;
  for (let left = Math.abs(count); left > 0; ) {
    day = day.plus({ days: Math.sign(count) });
    if (day.weekday <= 5) left--;
  }
  return day;
}

function momentAt(at: DateTime): TimeSpan {
  const from = at.startOf('minute');
  return { kind: 'span', from, to: from.plus({ hours: 1 }), hasTime: true };
}

/** Reads one day, or a stretch counted from now, at a token. */
export function day(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  return (
    named(tokens, at, now) ??
    feast(tokens, at, now) ??
    weekdayOf(tokens, at, now, calendar, period) ??
    calendarDate(tokens, at, now) ??
    weekday(tokens, at, now, calendar) ??
    counted(tokens, at, now, calendar)
  );
}
