import type { Calendar } from '@clianta/crm-core/entity/calendar';
import { DateTime } from 'luxon';
import type { Token } from '../../text/token.ts';
import { months, ordinalWords, weekdays } from './calendar-words.ts';
import type { TimeMatch, TimeSpan } from './time-value.ts';
import { dayAt, type ReadPeriod, shiftOf } from './whole-period.ts';

/** A date without a year is looked for in so many years: the next 29 February may be far away. */
const YEARS = 8;
/** Where a lone "10/12" is a date rather than a ratio. */
const LEADS_TO_DATE =
  /^(on|by|until|till|before|after|since|due|for|from|between|and|to|,|\(|starting|:|-|–)$/;

interface Said {
  /** Tokens. */
  length: number;
  day: number;
  month: number;
  year?: number | undefined;
}

/** "March 15", "15 Jan 2027", "2026-03-15", "15/03/2026", "Friday 4 December", "the 15th", "the 3rd of next month". */
export function calendarDate(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const weekday = tokens[at]?.kind === 'word' ? weekdays.get(tokens[at].norm) : undefined;
  const comma = /^(,|the)$/.test(tokens[at + 1]?.norm ?? '') ? 1 : 0;
  if (weekday) {
    const said = saidAt(tokens, at + 1 + comma, now);
    const found = said && matchOf(said, tokens, at + 1 + comma, now);
    if (!found) return undefined;
    const length = found.length + 1 + comma;
    if (found.value.kind !== 'span' || found.value.from.weekday === weekday) return { ...found, length };
    const name = found.value.from.setLocale('en').toFormat('d LLLL yyyy');
    return impossible(length, `${name} is a ${found.value.from.setLocale('en').weekdayLong}`);
  }
  const said = saidAt(tokens, at, now);
  return said ? matchOf(said, tokens, at, now) : dayOfMonth(tokens, at, now);
}

const impossible = (length: number, why: string): TimeMatch => ({
  length,
  value: { kind: 'impossible', why },
});

function matchOf(said: Said, tokens: readonly Token[], at: number, now: DateTime): TimeMatch {
  const { length, day, month, year } = said;
  const dayIn = (of: number) => DateTime.fromObject({ year: of, month, day }, { zone: now.zone });
  if (year !== undefined) {
    const date = dayIn(year);
    if (!date.isValid) return impossible(length, noSuchDay(day, month, year));
    const clock = / ?[T ](\d{2}):(\d{2})/.exec(tokens[at]?.text ?? '');
    if (!clock) return { length, value: dayAt(date) };
    const hour = DateTime.fromISO((tokens[at]?.text ?? '').replace(' ', 'T'), { zone: now.zone });
    return { length, value: { kind: 'span', from: hour, to: hour.plus({ hours: 1 }), hasTime: true } };
  }
  const years = Array.from({ length: YEARS + 1 }, (_, index) => index);
  const today = now.startOf('day');
  const future = years.map((ahead) => dayIn(now.year + ahead)).find((date) => date >= today);
  const past = years.map((back) => dayIn(now.year - back)).find((date) => date <= now);
  if (!future || !past) return impossible(length, noSuchDay(day, month));
  return { length, value: withPast(dayAt(future), past) };
}

const withPast = (value: TimeSpan, past: DateTime): TimeSpan => ({
  ...value,
  past: { from: past, to: past.plus({ days: 1 }) },
});

function noSuchDay(day: number, month: number, year?: number): string {
  const first = DateTime.fromObject({ year: year ?? 2024, month: Math.min(Math.max(month, 1), 12), day: 1 });
  const name = first.toFormat(year ? 'LLLL yyyy' : 'LLLL', { locale: 'en' });
  return month > 12
    ? `${day}/${month} does not exist: a year has 12 months`
    : `${day} ${name} does not exist: ${name} has ${first.daysInMonth} days`;
}

/** The day and month that are written or said at a token. */
function saidAt(tokens: readonly Token[], at: number, now: DateTime): Said | undefined {
  const token = tokens[at];
  if (token?.kind === 'date') return writtenAt(tokens, at, now);
  const monthAt = (i: number) => (tokens[i]?.kind === 'word' ? months.get(tokens[i].norm) : undefined);
  const dayIn = (i: number) => {
    const { kind = '', value = 99 } = tokens[i] ?? {};
    return /^(number|ordinal)$/.test(kind) && Number.isInteger(value) && value >= 1 && value <= 31
      ? value
      : undefined;
  };
  const skip = (i: number, word: string) => i + (tokens[i]?.norm === word ? 1 : 0);
  const first = skip(at, 'the');
  const day = dayIn(first);
  const after = skip(first + 1, 'of');
  const month = day === undefined ? undefined : monthAt(after);
  if (day !== undefined && month !== undefined) return withYear(after + 1, day, month);
  const leading = monthAt(at);
  const number = skip(at + 1, 'the');
  const second = leading === undefined ? undefined : dayIn(number);
  return leading !== undefined && second !== undefined ? withYear(number + 1, second, leading) : undefined;

  function withYear(next: number, said: number, of: number): Said {
    const i = skip(next, ',');
    const { kind, value = 0 } = tokens[i] ?? {};
    if (kind === 'number' && value >= 1990 && value <= 2100)
      return { length: i + 1 - at, day: said, month: of, year: value };
    const shift = tokens[next + 1]?.norm === 'year' ? shiftOf(tokens[next]?.norm ?? '') : undefined;
    return shift === undefined
      ? { length: next - at, day: said, month: of }
      : { length: next + 2 - at, day: said, month: of, year: now.year + shift };
  }
}

/** 4/5/2026 is 5 April in America and 4 May elsewhere; where only one order makes a date, it is that one. */
function writtenAt(tokens: readonly Token[], at: number, now: DateTime): Said | undefined {
  const text = tokens[at]?.text ?? '';
  const isoDate = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (isoDate) {
    const [year, month, day] = isoDate.slice(1).map(Number);
    return { length: 1, day: day ?? 0, month: month ?? 0, year };
  }
  const [, one = '', mark, two = '', said] = /^(\d{1,2})([./])(\d{1,2})(?:[./](\d{2,4})?)?$/.exec(text) ?? [];
  const isBare = mark === '/' && said === undefined;
  const isLed = LEADS_TO_DATE.test(tokens[at - 1]?.norm ?? '') || tokens[at + 1] === undefined;
  if (!mark || (isBare && !isLed)) return undefined;
  const isMonthFirst =
    mark === '/' && (/^en-(US|PH)$|^en$/i.test(now.locale ?? '') ? Number(one) <= 12 : Number(two) > 12);
  const [day, month] = isMonthFirst ? [Number(two), Number(one)] : [Number(one), Number(two)];
  const year = said === undefined ? undefined : Number(said) + (said.length === 2 ? 2000 : 0);
  return { length: 1, day, month, year };
}

/** "the 15th": the next month that has one; "the 3rd of next month". */
function dayOfMonth(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const ordinalAt = tokens[at]?.norm === 'the' ? at + 1 : at;
  const { kind, value: day = 0 } = tokens[ordinalAt] ?? {};
  if (kind !== 'ordinal' || day < 1 || day > 31) return undefined;
  if (ordinalAt === at && !/^(on|by|until|till|before|after|since)$/.test(tokens[at - 1]?.norm ?? ''))
    return undefined;
  const next = ordinalAt + 1;
  const start = now.startOf('month');
  const shift = tokens[next]?.norm === 'of' ? shiftOf(tokens[next + 1]?.norm ?? '') : undefined;
  if (shift !== undefined && tokens[next + 2]?.norm === 'month') {
    const month = start.plus({ months: shift });
    const length = next + 3 - at;
    if (day > (month.daysInMonth ?? 31)) return impossible(length, noSuchDay(day, month.month, month.year));
    return { length, value: dayAt(month.set({ day })) };
  }
  const near = (direction: 1 | -1) =>
    Array.from({ length: 13 }, (_, index) => start.plus({ months: direction * index }))
      .filter((month) => day <= (month.daysInMonth ?? 31))
      .map((month) => month.set({ day }));
  const future = near(1).find((date) => date >= now.startOf('day')) ?? start;
  const past = near(-1).find((date) => date <= now) ?? start;
  return { length: next - at, value: withPast(dayAt(future), past) };
}

/** "the first Monday of January", "the last Friday of next month"; `period` reads the month. */
export function weekdayOf(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
  period: ReadPeriod,
): TimeMatch | undefined {
  let i = tokens[at]?.norm === 'the' ? at + 1 : at;
  const { kind, norm = '', value } = tokens[i] ?? {};
  const number = kind === 'ordinal' ? value : ordinalWords.get(norm);
  const weekday = weekdays.get(tokens[i + 1]?.norm ?? '');
  if (!number || !weekday || !/^(of|in)$/.test(tokens[i + 2]?.norm ?? '')) return undefined;
  i += 3;
  const isThis = /^(the|each)$/.test(tokens[i]?.norm ?? '') && tokens[i + 1]?.norm === 'month';
  const month = isThis ? undefined : period(tokens, i, now, calendar);
  const length = i + (month?.length ?? 2) - at;
  if (!isThis && (month?.value.kind !== 'span' || month.value.to.diff(month.value.from, 'days').days > 32))
    return undefined;
  const start = month?.value.kind === 'span' ? month.value.from : now.startOf('month');
  const inMonth = (of: DateTime) => {
    const first = of.plus({ days: (weekday - of.weekday + 7) % 7 });
    const all = [0, 1, 2, 3, 4].map((weeks) => first.plus({ weeks })).filter((day) => day.month === of.month);
    return number < 0 ? all.at(-1) : all[number - 1];
  };
  const found = inMonth(start);
  const isOver = isThis && found !== undefined && found < now.startOf('day');
  const day = isOver ? inMonth(start.plus({ months: 1 })) : found;
  return day
    ? { length, value: dayAt(day) }
    : impossible(length, `That month has no such ${tokens[i - 2]?.text}: it does not exist`);
}

const FEASTS: ReadonlyArray<[words: RegExp, month: number, day: number]> = [
  [/^new (year 's|years|year) eve\b/, 12, 31],
  [/^new (year 's|years|year) day\b|^new year\b(?! 's)/, 1, 1],
  [/^christmas eve\b|^xmas eve\b/, 12, 24],
  [/^christmas day\b|^christmas\b|^xmas\b/, 12, 25],
  [/^boxing day\b/, 12, 26],
  [/^valentine 's day\b|^valentines day\b/, 2, 14],
  [/^halloween\b/, 10, 31],
];

/** "new year's eve", "Christmas": days that have a name. */
export function feast(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  if (!/^(new|christmas|xmas|boxing|valentines?|halloween)$/.test(tokens[at]?.norm ?? '')) return undefined;
  const words = tokens
    .slice(at, at + 4)
    .map(({ norm }) => norm)
    .join(' ');
  for (const [pattern, month, day] of FEASTS) {
    const said = pattern.exec(words)?.[0];
    if (said) return matchOf({ length: said.split(' ').length, day, month }, tokens, at, now);
  }
  return undefined;
}
