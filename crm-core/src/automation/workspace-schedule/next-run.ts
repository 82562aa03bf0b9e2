import { DateTime } from 'luxon';
import { dayOf, startOfDay } from '../../entity/days.ts';
import { nextLocalTime } from '../../events/local-time.ts';

/** When work is done in a workspace, and for which day or interval it was done last. */
export interface Rhythm {
  /** `09:00` on the workspace's clock. */
  localTime?: string | null | undefined;
  everyMs?: number | null | undefined;
  timeZone: string;
  lastSlot?: string | null | undefined;
}

interface Run {
  at: Date;
  /** What it is done for: no slot is done twice, and none before one that was done. */
  slot: string;
}

/**
 * The next run of work. It lies behind when it was missed and its day is not over yet: so it is made up for once, and
 * what was missed on days before is not.
 *
 * A day whose clocks skip the time has it as much later, one that shows it twice has the first. Slots only go forward,
 * so neither a clock that is set back nor another time zone does a day twice.
 */
export function nextRun({ localTime, everyMs, timeZone, lastSlot }: Rhythm, now: Date): Run {
  if (everyMs) {
    const slotAt = (ms: number) => new Date(Math.floor(ms / everyMs) * everyMs);
    const present = slotAt(now.getTime());
    const at =
      lastSlot && lastSlot >= present.toISOString()
        ? slotAt(new Date(lastSlot).getTime() + everyMs)
        : present;
    return { at, slot: at.toISOString() };
  }
  const today = dayOf(now, timeZone);
  const slot = lastSlot && lastSlot >= today ? dayAfter(lastSlot) : today;
  return { at: instantOf(slot, localTime ?? '00:00', timeZone), slot };
}

/** The slot to begin with, for work that is new in a workspace: what is over already today was not missed. */
export function firstSlot(rhythm: Omit<Rhythm, 'lastSlot'>, now: Date): string | undefined {
  const { at, slot } = nextRun(rhythm, now);
  return at <= now ? slot : undefined;
}

const dayAfter = (day: string): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');

function instantOf(day: string, time: string, timeZone: string): Date {
  return nextLocalTime({ time, timeZone }, new Date(startOfDay(day, timeZone).getTime() - 1));
}
