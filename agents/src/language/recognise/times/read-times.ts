import type { DateTime } from 'luxon';
import { lookup } from '../../../lookup.ts';
import type { Token } from '../../text/token.ts';
import { dayParts } from './calendar-words.ts';
import { day } from './days.ts';
import { period } from './periods.ts';
import type { TimeMatch, TimeSpan, TimeValue } from './time-value.ts';

export interface TimeMark {
  /** Token index. */
  at: number;
  length: number;
  value: TimeValue;
}

interface Clock {
  length: number;
  minutes: number;
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

/** "at 10", "at 3" (15:00), "9:30", "3pm", "noon", "in the afternoon". 9 to 12 are mornings, 1 to 6 afternoons. */
function clock(tokens: readonly Token[], at: number, isAfterDay: boolean): Clock | undefined {
  let i = at;
  while (/^(at|around|about|from|by|@|,)$/.test(tokens[i]?.norm ?? '') && i - at < 2) i++;
  const token = tokens[i];
  if (!token) return undefined;
  const spoken = spokenClock(tokens, i);
  if (spoken) return { length: i + spoken.length - at, minutes: spoken.minutes };
  if (token.kind === 'clock' && token.value !== undefined)
    return { length: i + 1 - at, minutes: token.value };
  const hasAt = tokens.slice(at, i).some((one) => /^(at|around|@)$/.test(one.norm));
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
  const isIn = token.norm === 'in' && tokens[i + 1]?.norm === 'the';
  const part = dayParts.get(tokens[isIn ? i + 2 : i]?.norm ?? '');
  if (part !== undefined && (isIn || isAfterDay))
    return { length: i + (isIn ? 3 : 1) - at, minutes: part * 60 };
  return undefined;
}

function atClock(span: TimeSpan, minutes: number): TimeSpan {
  // set() on local fields keeps the wall clock over a change of summer time
  const from = span.from.startOf('day').set({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return { kind: 'span', from, to: from.plus({ hours: 1 }), hasTime: true };
}

/** A day, period or clock time that begins at a token. */
function timeAt(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const found = period(tokens, at, now) ?? thisPart(tokens, at, now) ?? day(tokens, at, now);
  if (found?.value.kind === 'length') return found;
  if (found) {
    const isDay = found.value.to.diff(found.value.from, 'days').days <= 1.2;
    const time = isDay ? clock(tokens, at + found.length, true) : undefined;
    if (!time || (found.value.hasTime && tokens[at]?.norm !== 'tonight')) return found;
    return { length: found.length + time.length, value: atClock(found.value, time.minutes) };
  }
  const time = clock(tokens, at, false);
  if (!time) return undefined;
  const next = at + time.length;
  const skip = /^(on|,)$/.test(tokens[next]?.norm ?? '') ? 1 : 0;
  const later = day(tokens, next + skip, now);
  if (later?.value.kind === 'span' && !later.value.hasTime)
    return { length: time.length + skip + later.length, value: atClock(later.value, time.minutes) };
  const today = now.startOf('day');
  const span = atClock({ kind: 'span', from: today, to: today, hasTime: true }, time.minutes);
  return {
    length: time.length,
    value: span.from > now ? span : atClock({ ...span, from: today.plus({ days: 1 }) }, time.minutes),
  };
}

/** "this morning", "this afternoon". */
function thisPart(tokens: readonly Token[], at: number, now: DateTime): TimeMatch | undefined {
  const part = dayParts.get(tokens[at + 1]?.norm ?? '');
  if (tokens[at]?.norm !== 'this' || part === undefined) return undefined;
  const from = now.startOf('day').set({ hour: part });
  return { length: 2, value: { kind: 'span', from, to: from.plus({ hours: 1 }), hasTime: true } };
}

/** All times of a message, left to right, without overlap. */
export function readTimes(tokens: readonly Token[], now: DateTime): TimeMark[] {
  const marks: TimeMark[] = [];
  let at = 0;
  while (at < tokens.length) {
    const match = tokens[at]?.kind === 'quote' ? undefined : timeAt(tokens, at, now);
    if (match) marks.push({ at, ...match });
    at += match?.length ?? 1;
  }
  return marks;
}
