import { type Calendar, PLAIN_CALENDAR } from '@clianta/crm-core/entity/calendar';
import { DateTime } from 'luxon';
import { lookup } from '../../../lookup.ts';
import type { Token } from '../../text/token.ts';
import { verbs } from '../lexicon/verbs.ts';
import { dayParts, weekdays } from './calendar-words.ts';
import { day } from './days.ts';
import { period } from './periods.ts';
import type { TimeMatch, TimeSpan } from './time-value.ts';
import { dayAt } from './whole-period.ts';
import { zoneAt } from './zones.ts';

export interface TimeMark {
  /** Token index. */
  at: number;
  length: number;
  value: TimeMatch['value'];
}

interface Clock {
  length: number;
  minutes: number;
  /** When it is over, where that was said. */
  until?: number;
  /** IANA, where one was said. */
  zone?: string;
}

const PARTS: Readonly<Record<string, number>> = lookup({
  'half past': 30,
  'quarter past': 15,
  'quarter to': -15,
});

/** "half past 2", "a quarter to five". */
function spokenClock(tokens: readonly Token[], at: number): Clock | undefined {
  const article = tokens[at]?.norm === 'a' ? 1 : 0;
  const part = PARTS[`${tokens[at + article]?.norm} ${tokens[at + article + 1]?.norm}`];
  const hour = tokens[at + article + 2];
  const hours = hour?.value ?? HOURS.indexOf(hour?.norm ?? '');
  if (part === undefined || hours < 1 || hours > 12) return undefined;
  return { length: article + 3, minutes: (hours <= 6 ? hours + 12 : hours) * 60 + part };
}

const HOURS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** A time of day with its end and its zone: "9:30 to 10:15", "2-3pm", "at 9 Tokyo time". */
function clock(tokens: readonly Token[], at: number, isAfterDay: boolean): Clock | undefined {
  const start = startAt(tokens, at, isAfterDay) ?? hourOfRange(tokens, at);
  if (!start) return undefined;
  let { length, minutes } = start;
  let until: number | undefined;
  const joint = jointAt(tokens, at + length);
  const end = joint === undefined ? undefined : tokens[at + length + joint];
  if (end?.kind === 'clock' && (end.value ?? 0) > minutes) {
    until = end.value;
    length += (joint ?? 0) + 1;
  }
  const zone = zoneAt(tokens, at + length);
  if (zone) length += zone.length;
  return { length, minutes, ...(until !== undefined && { until }), ...(zone && { zone: zone.zone }) };
}

/** What stands between the two ends, in tokens: a hyphen without blanks is none. */
function jointAt(tokens: readonly Token[], at: number): number | undefined {
  if (/^(to|until|till|-|–|and)$/.test(tokens[at]?.norm ?? '')) return 1;
  return tokens[at - 1]?.end === (tokens[at]?.start ?? 0) - 1 && tokens[at]?.kind === 'clock' ? 0 : undefined;
}

/** "2 to 3pm", "from 9-10:30": an hour that is one by what follows. */
function hourOfRange(tokens: readonly Token[], at: number): Clock | undefined {
  const i = /^(at|from|between|,)$/.test(tokens[at]?.norm ?? '') ? at + 1 : at;
  const { kind, value = -1 } = tokens[i] ?? {};
  const joint = jointAt(tokens, i + 1);
  const end = joint === undefined ? undefined : tokens[i + 1 + joint];
  if (kind !== 'number' || !Number.isInteger(value) || value < 0 || value > 24 || end?.kind !== 'clock')
    return undefined;
  const isLate = (end.value ?? 0) >= 13 * 60 && (value + 12) * 60 < (end.value ?? 0);
  return { length: i + 1 - at, minutes: (isLate ? value + 12 : value) * 60 };
}

/** What is to be done, behind an hour that is only a number: "tmrw 9 call Maya". */
const DEEDS = new Set(verbs.filter(({ acts }) => acts.includes('todo')).map(({ words }) => words[0]));

/** "at 10", "at 3" (15:00), "9:30", "3pm", "noon", "in the afternoon". 9 to 12 are mornings, 1 to 6 afternoons. */
function startAt(tokens: readonly Token[], at: number, isAfterDay: boolean): Clock | undefined {
  let i = at;
  while (/^(at|around|about|from|by|@|,)$/.test(tokens[i]?.norm ?? '') && i - at < 2) i++;
  const token = tokens[i];
  if (!token) return undefined;
  const spoken = spokenClock(tokens, i);
  if (spoken) return { length: i + spoken.length - at, minutes: spoken.minutes };
  if (token.kind === 'clock' && token.value !== undefined)
    return { length: i + 1 - at, minutes: token.value };
  const next = tokens[i + 1];
  // "at nine"
  const spelt = HOURS.indexOf(token.norm);
  if (spelt > 0 && i > at && /^(at|around|@)$/.test(tokens[i - 1]?.norm ?? '') && !isAmount(tokens[i + 1]))
    return { length: i + 1 - at, minutes: (spelt <= 6 ? spelt + 12 : spelt) * 60 };
  const isBehindDay =
    isAfterDay && i === at && (!next || /^(punct|break)$/.test(next.kind) || DEEDS.has(next.norm));
  const hasAt = isBehindDay || tokens.slice(at, i).some((one) => /^(at|around|@)$/.test(one.norm));
  if (
    hasAt &&
    token.kind === 'number' &&
    token.value !== undefined &&
    token.value >= 0 &&
    token.value <= 24
  ) {
    if (!Number.isInteger(token.value)) return undefined;
    const hour = token.value >= 1 && token.value <= 6 ? token.value + 12 : token.value;
    return { length: i + 1 - at, minutes: hour * 60 };
  }
  if (/^(noon|midday|midnight)$/.test(token.norm))
    return { length: i + 1 - at, minutes: (dayParts.get(token.norm) ?? 0) * 60 };
  if (isAfterDay && /^(eod|cob)$/.test(token.norm)) return { length: i + 1 - at, minutes: 17 * 60 };
  const isIn = token.norm === 'in' && tokens[i + 1]?.norm === 'the';
  const part = dayParts.get(tokens[isIn ? i + 2 : i]?.norm ?? '');
  if (part !== undefined && (isIn || isAfterDay))
    return { length: i + (isIn ? 3 : 1) - at, minutes: part * 60 };
  return undefined;
}

/** "at one company", "at two customers": a number of something. */
const isAmount = (next: Token | undefined): boolean =>
  next?.kind === 'word' &&
  !/^(to|on|for|with|about|and|or|please|sharp|in|am|pm|next|this|tomorrow|today)$/.test(next.norm);

function atClock(span: TimeSpan, { minutes, until, zone }: Clock): TimeSpan {
  const { year, month, day, zone: own } = span.from;
  const midnight = zone ? DateTime.fromObject({ year, month, day }, { zone }) : span.from.startOf('day');
  // set() on local fields keeps the wall clock over a change of summer time
  const at = (minute: number) =>
    midnight.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).setZone(own);
  const from = at(minutes);
  return { kind: 'span', from, to: until === undefined ? from.plus({ hours: 1 }) : at(until), hasTime: true };
}

/** "next week Tuesday", "next week on Friday". */
function dayInWeek(
  tokens: readonly Token[],
  next: number,
  week: TimeSpan,
  { weekStart }: Calendar,
): TimeMatch | undefined {
  const on = tokens[next]?.norm === 'on' ? 1 : 0;
  const number = weekdays.get(tokens[next + on]?.norm ?? '');
  const isWeek = Math.round(week.to.diff(week.from, 'days').days) === 7 && week.from.weekday === weekStart;
  if (!number || !isWeek) return undefined;
  return { length: on + 1, value: dayAt(week.from.plus({ days: (number - weekStart + 7) % 7 })) };
}

/** A day, period or clock time that begins at a token. */
function timeAt(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  if (tokens[at]?.norm === 'first' && tokens[at + 1]?.norm === 'thing') {
    const early = timeAt(tokens, at + 2, now, calendar);
    return early && { ...early, length: early.length + 2 };
  }
  const whole =
    period(tokens, at, now, calendar) ?? thisPart(tokens, at, now) ?? day(tokens, at, now, calendar);
  if (whole && whole.value.kind !== 'span') return whole;
  const inWeek =
    whole?.value.kind === 'span' ? dayInWeek(tokens, at + whole.length, whole.value, calendar) : undefined;
  const found = whole && inWeek ? { length: whole.length + inWeek.length, value: inWeek.value } : whole;
  if (found?.value.kind === 'span') {
    const isDay = found.value.to.diff(found.value.from, 'days').days <= 1.2;
    const none = isDay ? noSuchClock(tokens, at + found.length) : undefined;
    if (none) return { ...none, length: found.length + none.length };
    const time = isDay ? clock(tokens, at + found.length, true) : undefined;
    if (!time || (found.value.hasTime && tokens[at]?.norm !== 'tonight')) return found;
    return { length: found.length + time.length, value: atClock(found.value, time) };
  }
  const none = noSuchClock(tokens, at);
  if (none) return none;
  const time = clock(tokens, at, false);
  if (!time) return undefined;
  const next = at + time.length;
  const skip = /^(on|,)$/.test(tokens[next]?.norm ?? '') ? 1 : 0;
  const later = day(tokens, next + skip, now, calendar);
  if (later?.value.kind === 'impossible') return { ...later, length: time.length + skip + later.length };
  if (later?.value.kind === 'span' && !later.value.hasTime)
    return { length: time.length + skip + later.length, value: atClock(later.value, time) };
  const today = dayAt(
    now
      .setZone(time.zone ?? now.zone)
      .startOf('day')
      .setZone(now.zone, { keepLocalTime: true }),
  );
  const span = atClock(today, time);
  return {
    length: time.length,
    value: span.from > now ? span : atClock(dayAt(today.from.plus({ days: 1 })), time),
  };
}

/** "at 25:30", "at 9:75": said as a time of day, and there is none. */
function noSuchClock(tokens: readonly Token[], at: number): TimeMatch | undefined {
  const [before, hour, colon, minute] = tokens.slice(at, at + 4);
  if (before?.norm !== 'at' || colon?.norm !== ':' || hour?.kind !== 'number' || minute?.kind !== 'number')
    return undefined;
  const isOne = colon.start === hour.end && minute.start === colon.end;
  const why = `${hour.text}:${minute.text} is no time of day`;
  return isOne ? { length: 4, value: { kind: 'impossible', why } } : undefined;
}

/** "this morning", "this afternoon". */
function thisPart(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const part = dayParts.get(tokens[at + 1]?.norm ?? '');
  if (tokens[at]?.norm !== 'this' || part === undefined) return undefined;
  const from = now.startOf('day').set({ hour: part });
  return { length: 2, value: { kind: 'span', from, to: from.plus({ hours: 1 }), hasTime: true } };
}

/** All times of a message, left to right, without overlap. */
export function readTimes(
  tokens: readonly Token[],
  now: DateTime,
  calendar: Calendar = PLAIN_CALENDAR,
): TimeMark[] {
  const marks: TimeMark[] = [];
  let at = 0;
  while (at < tokens.length) {
    const match = tokens[at]?.kind === 'quote' ? undefined : timeAt(tokens, at, now, calendar);
    if (match) marks.push({ at, ...match });
    at += match?.length ?? 1;
  }
  for (const [index, mark] of marks.entries()) {
    const before = marks[index - 1];
    if (before && isRange(tokens, before, mark))
      marks[index] = { ...mark, value: endOf(before.value, mark.value) };
  }
  return marks;
}

/** "between 1 June and 30 November", "from Monday to Friday". */
function isRange(tokens: readonly Token[], first: TimeMark, { at }: TimeMark): boolean {
  const joint = first.at + first.length;
  return (
    at === joint + 1 &&
    /^(between|from)$/.test(tokens[first.at - 1]?.norm ?? '') &&
    /^(and|to|until|till|-|–|through)$/.test(tokens[joint]?.norm ?? '')
  );
}

/** The end of a range lies behind its beginning, in what has been as in what is to come. */
function endOf(first: TimeMatch['value'], end: TimeMatch['value']): TimeMatch['value'] {
  if (first.kind !== 'span' || end.kind !== 'span') return end;
  const behind = (from: DateTime, of: { from: DateTime; to: DateTime }) => {
    // weekdays come again in a week, days and months in a year
    const step =
      of.to.diff(of.from, 'days').days <= 1.2 && from.diff(of.from, 'days').days < 7
        ? { weeks: 1 }
        : { years: 1 };
    return of.from >= from ? of : { from: of.from.plus(step), to: of.to.plus(step) };
  };
  const past = first.past && end.past ? behind(first.past.from, end.past) : end.past;
  return { ...end, ...(end.past ? behind(first.from, end) : {}), ...(past && { past }) };
}
