import { DateTime } from 'luxon';
import type { CrmCore } from '../../crm-core.ts';
import { BusyDays } from '../busy-days.ts';
import { busyTimes } from '../busy-times.ts';
import { type Attender, freeSlots, freeTime, type OpenHours } from '../free-slots.ts';
import type { Stretch } from '../stretch.ts';
import { workingHours } from '../working-hours.ts';
import type { MeetingSchedulerRecord } from './meeting-scheduler.schema.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A week on either side, so that the limit of a week can be counted. */
const AROUND_MS = 8 * DAY_MS;

/** Somebody who can be met by a link, with all that decides about their time. */
export interface Host extends Attender {
  userId: string;
  /** What was booked or is being booked by the link, on their own clock. */
  booked: readonly Stretch[];
}

export const buffersOf = ({ bufferBeforeMin, bufferAfterMin }: MeetingSchedulerRecord) => ({
  bufferBeforeMs: bufferBeforeMin * MINUTE_MS,
  bufferAfterMs: bufferAfterMin * MINUTE_MS,
});

/** The part of a window that can be booked: neither too soon nor too far ahead. */
export function bookable(
  { noticeMin, horizonDays }: MeetingSchedulerRecord,
  now: Date,
  within: Stretch,
): Stretch {
  return {
    from: Math.max(within.from, now.getTime() + noticeMin * MINUTE_MS),
    to: Math.min(within.to, now.getTime() + horizonDays * DAY_MS),
  };
}

/**
 * The hosts with their calendars, read once.
 *
 * @param except - an event that is to be moved, and does not stand in its own way
 */
export async function hostsOf(
  crm: CrmCore,
  link: MeetingSchedulerRecord,
  within: Stretch,
  except?: string,
): Promise<Host[]> {
  const { workspaceId, hostIds } = link;
  const around = { from: within.from - AROUND_MS, to: within.to + AROUND_MS };
  const { team } = await crm.facts(workspaceId);
  const present = hostIds.filter((id) => team.some((member) => member.id === id));
  const [hours, events, claims] = await Promise.all([
    workingHours(crm, workspaceId, present),
    busyTimes(crm, workspaceId, present, around, except),
    new BusyDays(crm).taken(workspaceId, present, around),
  ]);
  const { bufferBeforeMs, bufferAfterMs } = buffersOf(link);
  // the larger of both buffers stays free
  const around_ = ({ from, to }: Stretch) => ({ from: from - bufferAfterMs, to: to + bufferBeforeMs });
  return present.flatMap((userId): Host[] => {
    const usual = hours.get(userId);
    if (!usual) return [];
    const taken = (claims.get(userId) ?? []).filter(({ ref }) => ref !== except);
    return [
      {
        userId,
        hours: hoursOfLink(link, usual),
        busy: [
          ...(events.get(userId) ?? []).map(around_),
          ...taken.flatMap((one) => [around_(one), one.blocked]),
        ],
        booked: taken.filter(({ linkId }) => linkId === link.id),
      },
    ];
  });
}

function hoursOfLink({ hours, zone, dateOverrides }: MeetingSchedulerRecord, usual: OpenHours): OpenHours {
  return {
    spans: hours && hours.length > 0 ? hours : usual.spans,
    holidays: usual.holidays,
    timeZone: zone ?? usual.timeZone,
    others: new Map(dateOverrides.map(({ day, spans }) => [day, spans])),
  };
}

/** Whether one more fits into what the link allows in a day and a week, on the host's clock. */
export function fitsLimits({ perDay, perWeek }: MeetingSchedulerRecord, host: Host, slot: Stretch): boolean {
  const zone = host.hours.timeZone;
  const at = (ms: number) => DateTime.fromMillis(ms, { zone });
  const count = (unit: 'day' | 'week') =>
    host.booked.filter(({ from }) => at(from).hasSame(at(slot.from), unit)).length;
  return (!perDay || count('day') < perDay) && (!perWeek || count('week') < perWeek);
}

/** Who could be met in which slot, in order: all of them together, or each alone. */
export function slotsOf(
  link: MeetingSchedulerRecord,
  hosts: readonly Host[],
  minutes: number,
  within: Stretch,
): Map<number, { slot: Stretch; hosts: Host[] }> {
  const wanted = (people: readonly Host[]) => ({
    minutes,
    gridMin: link.gridMin,
    fits: (slot: Stretch) => people.every((host) => fitsLimits(link, host, slot)),
  });
  const found = new Map<number, { slot: Stretch; hosts: Host[] }>();
  if (within.from >= within.to || hosts.length === 0) return found;
  const groups = link.mode === 'all' ? [hosts] : hosts.map((host) => [host]);
  // who has left the team can be met no more, and all of them neither
  if (link.mode === 'all' && hosts.length < link.hostIds.length) return found;
  for (const group of groups)
    for (const slot of freeSlots(freeTime(group, within), zoneOf(group), wanted(group))) {
      const known = found.get(slot.from);
      if (known) known.hosts.push(...group);
      else found.set(slot.from, { slot, hosts: [...group] });
    }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** What can be booked by a link in a window, as its page shows it. */
export async function openSlots(
  crm: CrmCore,
  link: MeetingSchedulerRecord,
  minutes: number,
  window: Stretch,
  except?: string,
): Promise<Stretch[]> {
  if (!link.isOn) return [];
  const within = bookable(link, crm.now(), window);
  if (within.from >= within.to) return [];
  const hosts = await hostsOf(crm, link, within, except);
  return [...slotsOf(link, hosts, minutes, within).values()].map(({ slot }) => slot);
}

/** Slots of several hosts begin on the grid of the first one's clock. */
const zoneOf = ([first]: readonly Host[]): string => first?.hours.timeZone ?? 'UTC';
