import type { CrmCore } from '../crm-core.ts';
import { busyTimes } from './busy-times.ts';
import { type Attender, freeSlots, freeTime, openTime, spread } from './free-slots.ts';
import type { Stretch } from './stretch.ts';
import { workingHours } from './working-hours.ts';

export interface SlotQuestion {
  userIds: readonly string[];
  within: Stretch;
  minutes: number;
  /** Most slots. */
  most: number;
  except?: string | undefined;
}

export interface FoundSlots {
  slots: Stretch[];
  /** When all of them are free, in order, however short. */
  free: Stretch[];
  /** Of none: whether somebody does not work then at all, and who; else all are taken. */
  notWorking: string[];
}

/** Slots in which all of them work and none has anything, from now on. Reads their calendars once, however many they are. */
export async function findSlots(
  crm: CrmCore,
  workspaceId: string,
  { userIds, within, minutes, most, except }: SlotQuestion,
): Promise<FoundSlots> {
  const ahead = { from: Math.max(within.from, crm.now().getTime()), to: within.to };
  if (ahead.from >= ahead.to) return { slots: [], free: [], notWorking: [] };
  const [hours, busy] = await Promise.all([
    workingHours(crm, workspaceId, userIds),
    busyTimes(crm, workspaceId, userIds, ahead, except),
  ]);
  const people = userIds.flatMap((userId): Array<Attender & { userId: string }> => {
    const own = hours.get(userId);
    return own ? [{ userId, hours: own, busy: busy.get(userId) ?? [] }] : [];
  });
  const zone = people[0]?.hours.timeZone ?? 'UTC';
  const free = freeTime(people, ahead);
  return {
    slots: spread(freeSlots(free, zone, { minutes }), zone, most),
    free,
    notWorking: people.filter((one) => openTime(one.hours, ahead).length === 0).map(({ userId }) => userId),
  };
}
