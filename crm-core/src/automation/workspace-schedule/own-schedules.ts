import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import { dayOf } from '../../entity/days.ts';
import type { Scope } from '../../entity/scope.ts';
import { type ClockWorkName, RUN_CLOCK_WORK } from './clock-work.ts';
import { makeSchedules, scheduleId } from './make-schedules.ts';
import { WorkspaceSchedule, type WorkspaceScheduleRecord } from './workspace-schedule.schema.ts';

/** The schedule of a work in the caller's workspace; made when the clock has not come by yet. */
export async function scheduleOf(
  crm: CrmCore,
  scope: Scope,
  work: ClockWorkName,
): Promise<WorkspaceScheduleRecord> {
  const { workspaceId } = scope;
  const id = scheduleId(workspaceId, work);
  const schedules = crm.records(WorkspaceSchedule);
  const known = (await schedules.getMany(scope, [id])).get(id);
  if (known) return known;
  const { timeZone } = await crm.facts(workspaceId);
  await makeSchedules(crm, [{ workspaceId, timeZone }]);
  return schedules.get(scope, id);
}

/** Has a work done now, for today, beside its own time. @throws ForbiddenError to whoever is no admin */
export async function askForRun(crm: CrmCore, scope: Scope, work: ClockWorkName): Promise<void> {
  requireAccess(WorkspaceSchedule, scope, 'update');
  const { workspaceId } = scope;
  const { everyMs } = await scheduleOf(crm, scope, work);
  const { timeZone } = await crm.facts(workspaceId);
  const now = crm.now();
  const slot = everyMs ? now.toISOString() : dayOf(now, timeZone);
  await crm.enqueue(
    RUN_CLOCK_WORK,
    { work, slot, askedAt: now.toISOString() },
    { workspaceId, key: work, at: now },
  );
}
