import { DateTime } from 'luxon';
import { type BusinessHours, type Span, stretchesOf } from '../crm/sla-policy/business-hours.ts';
import { common, type Stretch, without } from './stretch.ts';

const MINUTE_MS = 60_000;

/** When somebody can be met. */
export interface OpenHours extends BusinessHours {
  /** Days with hours of their own: `2026-12-24`. */
  others?: ReadonlyMap<string, ReadonlyArray<Pick<Span, 'from' | 'to'>>>;
}

/** Somebody who is to be there. */
export interface Attender {
  hours: OpenHours;
  /** What they have already, with whatever is to stay free around it. */
  busy: readonly Stretch[];
}

export interface SlotsWanted {
  minutes: number;
  /** Slots begin at so many minutes after the hour, and multiples of it. Default 15. */
  gridMin?: number;
  /** Of slots that are free, those that count. */
  fits?(slot: Stretch): boolean;
}

/** Working time between two instants, built day by day on the person's own clock, so that a change of clocks moves nothing. */
export function openTime(hours: OpenHours, { from, to }: Stretch): Stretch[] {
  const open: Stretch[] = [];
  let day = DateTime.fromMillis(from, { zone: hours.timeZone }).startOf('day');
  for (; day.toMillis() < to; day = day.plus({ days: 1 })) {
    for (const [begin, end] of openOn(day, hours)) {
      const cut = { from: Math.max(begin, from), to: Math.min(end, to) };
      if (cut.from < cut.to) open.push(cut);
    }
  }
  return open;
}

function openOn(day: DateTime, { spans, holidays, others }: OpenHours): Array<[number, number]> {
  const name = day.toFormat('yyyy-MM-dd');
  const other = others?.get(name);
  if (other)
    return stretchesOf(
      day,
      other.map((span) => ({ ...span, day: day.weekday })),
    );
  if (holidays.has(name)) return [];
  return spans.length === 0
    ? [[day.toMillis(), day.plus({ days: 1 }).startOf('day').toMillis()]]
    : stretchesOf(day, spans);
}

/** When all of them can be met, in order. */
export function freeTime(people: readonly Attender[], within: Stretch): Stretch[] {
  let free: Stretch[] = [within];
  for (const { hours, busy } of people) {
    free = common(
      free,
      openTime(hours, within).flatMap((open) => without(open, busy)),
    );
    if (free.length === 0) return [];
  }
  return free;
}

/** The slots of free time, in order; their beginnings lie on the grid of a clock. */
export function* freeSlots(
  free: readonly Stretch[],
  zone: string,
  { minutes, gridMin = 15, fits = () => true }: SlotsWanted,
): Generator<Stretch> {
  const [lengthMs, gridMs] = [minutes * MINUTE_MS, gridMin * MINUTE_MS];
  for (const { from, to } of free) {
    const day = DateTime.fromMillis(from, { zone }).startOf('day').toMillis();
    let at = day + Math.ceil((from - day) / gridMs) * gridMs;
    for (; at + lengthMs <= to; at += gridMs) {
      const slot = { from: at, to: at + lengthMs };
      if (fits(slot)) yield slot;
    }
  }
}

/** A few that differ: the first of a morning or an afternoon each, of as many days as there are. */
export function spread(slots: Iterable<Stretch>, zone: string, most: number): Stretch[] {
  const halves = new Map<string, Stretch>();
  for (const slot of slots) {
    const half = DateTime.fromMillis(slot.from, { zone }).toFormat('yyyy-MM-dd a');
    if (!halves.has(half)) halves.set(half, slot);
    if (halves.size >= most * 2) break;
  }
  const firsts = [...halves.entries()];
  const days = new Set<string>();
  const [fresh, second] = [[] as Stretch[], [] as Stretch[]];
  for (const [half, slot] of firsts) {
    const day = half.slice(0, 10);
    (days.has(day) ? second : fresh).push(slot);
    days.add(day);
  }
  return [...fresh, ...second].slice(0, most).sort((a, b) => a.from - b.from);
}
