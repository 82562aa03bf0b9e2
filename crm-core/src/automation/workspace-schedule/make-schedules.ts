import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import type { WorkspacePlace } from '../../workspace/workspace-pages.ts';
import { CLOCK_WORK, CLOCK_WORK_NAMES, type ClockWork, type ClockWorkName } from './clock-work.ts';
import { firstSlot, nextRun } from './next-run.ts';
import { WorkspaceSchedule } from './workspace-schedule.schema.ts';

/** A schedule as stored, as far as the clock goes by it. */
export interface Planned {
  _id: string;
  workspaceId: string;
  work: string;
  zone: string;
  localTime?: string | null;
  everyMs?: number | null;
  lastSlot?: string | null;
}

export const scheduleId = (workspaceId: string, work: string): string =>
  idFrom(`schedule:${workspaceId}:${work}`);

/** What the clock writes follows from it and is no change that somebody made: neither versions nor the audit log know it. */
export const schedules = (crm: CrmCore) => crm.store.model(WorkspaceSchedule).collection;

/** Makes the schedules that workspaces have not got yet, and plans those anew that were made for another time zone. */
export async function makeSchedules(crm: CrmCore, places: readonly WorkspacePlace[]): Promise<void> {
  const known = (await schedules(crm)
    .find({ workspaceId: { $in: places.map(({ workspaceId }) => workspaceId) } })
    .project({ work: 1, workspaceId: 1, zone: 1, localTime: 1, everyMs: 1, lastSlot: 1 })
    .toArray()) as unknown as Planned[];
  const byId = new Map(known.map((one) => [one._id, one]));
  const now = crm.now();
  const missing: object[] = [];
  for (const { workspaceId, timeZone } of places)
    for (const work of CLOCK_WORK_NAMES) {
      const _id = scheduleId(workspaceId, work);
      const schedule = byId.get(_id);
      if (!schedule) missing.push({ _id, workspaceId, ...newSchedule(work, timeZone, now) });
      else if (schedule.zone !== timeZone)
        await schedules(crm).updateOne(
          { _id: _id as never, zone: schedule.zone },
          { $set: { zone: timeZone, nextAt: nextRun({ ...schedule, timeZone }, now).at } },
        );
    }
  if (missing.length === 0) return;
  await schedules(crm).bulkWrite(
    missing.map((one) => ({
      updateOne: {
        filter: { _id: (one as Planned)._id as never },
        update: { $setOnInsert: without(one as Planned) },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

const without = ({ _id, ...values }: Planned) => values;

function newSchedule(work: ClockWorkName, timeZone: string, now: Date) {
  const { localTime, everyMs }: { localTime?: string; everyMs?: number } = CLOCK_WORK[work] as ClockWork;
  const rhythm = { timeZone, localTime, everyMs };
  const lastSlot = firstSlot(rhythm, now);
  return {
    work,
    isOn: true,
    zone: timeZone,
    ...(localTime && { localTime }),
    ...(everyMs && { everyMs }),
    ...(lastSlot && { lastSlot }),
    nextAt: nextRun({ ...rhythm, lastSlot }, now).at,
    isDeleted: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
    createdBy: 'system',
  };
}
