import type { CrmCore } from '../../crm-core.ts';
import { CalendarEvent } from '../calendar-event/calendar-event.schema.ts';
import type { Host } from './link-slots.ts';
import type { MeetingSchedulerRecord } from './meeting-scheduler.schema.ts';

const COUNTED_MS = 30 * 86_400_000;

/** Hosts in the order in which they are given a meeting: who has had fewest in 30 days, of those who has had none longest. */
export async function hostsInTurn(
  crm: CrmCore,
  { id, workspaceId }: Pick<MeetingSchedulerRecord, 'id' | 'workspaceId'>,
  hosts: readonly Host[],
): Promise<Host[]> {
  const since = new Date(crm.now().getTime() - COUNTED_MS);
  const booked = await crm.store
    .model(CalendarEvent)
    .find({ workspaceId, schedulerId: id, status: { $ne: 'cancelled' }, createdAt: { $gt: since } })
    .select({ ownerId: 1, createdAt: 1 })
    .lean<Array<{ ownerId: string; createdAt: Date }>>();
  const had = (userId: string) => {
    const own = booked.filter(({ ownerId }) => ownerId === userId);
    return { count: own.length, lastAt: Math.max(0, ...own.map(({ createdAt }) => createdAt.getTime())) };
  };
  return [...hosts].sort((a, b) => {
    const [one, other] = [had(a.userId), had(b.userId)];
    return one.count - other.count || one.lastAt - other.lastAt;
  });
}
