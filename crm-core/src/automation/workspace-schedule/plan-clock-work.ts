import type { CrmCore } from '../../crm-core.ts';
import { logger } from '../../logger.ts';
import { type WorkspacePlace, workspacePages } from '../../workspace/workspace-pages.ts';
import { clockWorkCalled, RUN_CLOCK_WORK } from './clock-work.ts';
import { makeSchedules, type Planned, schedules } from './make-schedules.ts';
import { nextRun } from './next-run.ts';

const BATCH = 500;
const PARALLEL = 16;
/** More workspaces than these do not begin all at once, but over this time. */
const AT_ONCE = 100;
const SPREAD_MS = 5 * 60_000;

/**
 * Enqueues what is due by the clocks of the workspaces, and gives new ones their schedules. Several processes may do it at
 * once, and again after a crash: a tick is one piece of work.
 *
 * @returns how much was enqueued
 */
export async function planClockWork(crm: CrmCore): Promise<number> {
  for await (const places of workspacePages(crm)) await keepSchedules(crm, places);
  let begun = 0;
  let last = '';
  for (;;) {
    const due = (await schedules(crm)
      .find({ isDeleted: false, isOn: true, nextAt: { $lte: crm.now() }, _id: { $gt: last as never } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray()) as unknown as Planned[];
    const later = (index: number) => (due.length > AT_ONCE ? (index / due.length) * SPREAD_MS : 0);
    for (let from = 0; from < due.length; from += PARALLEL) {
      const some = due.slice(from, from + PARALLEL);
      const done = await Promise.all(some.map((one, index) => begin(crm, one, later(from + index))));
      begun += done.filter(Boolean).length;
    }
    last = due.at(-1)?._id ?? '';
    if (due.length < BATCH) return begun;
  }
}

/** The time zones of the workspaces whose schedules this process has seen: only others are looked at again. */
const seen = new WeakMap<CrmCore, Map<string, string>>();

async function keepSchedules(crm: CrmCore, places: readonly WorkspacePlace[]): Promise<void> {
  const zones = seen.get(crm) ?? new Map<string, string>();
  seen.set(crm, zones);
  const fresh = places.filter(({ workspaceId, timeZone }) => zones.get(workspaceId) !== timeZone);
  if (fresh.length === 0) return;
  await makeSchedules(crm, fresh);
  for (const { workspaceId, timeZone } of fresh) zones.set(workspaceId, timeZone);
}

async function begin(crm: CrmCore, schedule: Planned, laterMs: number): Promise<boolean> {
  const { _id, workspaceId, work, zone: timeZone, lastSlot } = schedule;
  const now = crm.now();
  const run = nextRun({ ...schedule, timeZone }, now);
  const isDue = run.at <= now && clockWorkCalled(work) !== undefined;
  if (isDue)
    await crm.enqueue(
      RUN_CLOCK_WORK,
      { work, slot: run.slot },
      { workspaceId, key: work, ...(laterMs > 0 && { at: new Date(now.getTime() + laterMs) }) },
    );
  else if (run.at <= now) logger.warn({ work, workspaceId }, 'nothing here does this work any more');
  const done = run.at <= now ? run.slot : lastSlot;
  // after the work is stored: a crash in between finds the same work there already
  await schedules(crm).updateOne(
    { _id: _id as never, lastSlot: lastSlot ?? null },
    {
      $set: {
        nextAt: nextRun({ ...schedule, timeZone, lastSlot: done }, now).at,
        ...(done && { lastSlot: done }),
      },
    },
  );
  return isDue;
}
