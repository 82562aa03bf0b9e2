import { RUN_CLOCK_WORK } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { scheduleId } from '@clianta/crm-core/automation/workspace-schedule/make-schedules';
import { planClockWork } from '@clianta/crm-core/automation/workspace-schedule/plan-clock-work';
import { WorkspaceSchedule } from '@clianta/crm-core/automation/workspace-schedule/workspace-schedule.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import type { TestDatabase, TestWorkspace } from '../../support/test-crm.ts';

let now = new Date('2026-03-01T12:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now, isOwn: true });
it.beforeEach(() => {
  now = new Date('2026-03-01T12:00:00Z');
});

const at = async (db: TestDatabase, iso: string) => {
  now = new Date(iso);
  await planClockWork(db.crm);
};
/** The days for which a work of a workspace was begun. */
const begun = async ({ crm }: TestDatabase, { workspaceId }: TestWorkspace, work: string) => {
  const jobs = await crm.work.list(workspaceId, { states: ['waiting', 'running'], limit: 100 });
  return jobs
    .filter(({ job, key }) => job === RUN_CLOCK_WORK.name && key === work)
    .map(({ data }) => data.slot);
};

describe('the clock of a workspace', () => {
  it('begins with the next time, does each day once and makes up for a missed one on the same day', async ({
    db,
    home,
  }) => {
    await at(db, '2026-03-01T12:00:00Z');
    expect(await begun(db, home, 'duplicates')).toEqual([]);
    await at(db, '2026-03-02T01:39:00Z');
    expect(await begun(db, home, 'duplicates')).toEqual([]);
    await at(db, '2026-03-02T01:40:00Z');
    await Promise.all([planClockWork(db.crm), planClockWork(db.crm)]);
    expect(await begun(db, home, 'duplicates')).toEqual(['2026-03-02']);
    // nothing ran for days
    await at(db, '2026-03-06T20:00:00Z');
    expect(await begun(db, home, 'duplicates')).toEqual(['2026-03-06']);
  });

  it('begins again what a crash left between the order and its note, as the same order', async ({
    db,
    home,
  }) => {
    await at(db, '2026-03-01T12:00:00Z');
    await at(db, '2026-03-02T02:00:00Z');
    const before = await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 100 });
    await db.crm.store
      .model(WorkspaceSchedule)
      .collection.updateOne(
        { _id: scheduleId(home.workspaceId, 'duplicates') as never },
        { $set: { lastSlot: '2026-03-01', nextAt: now } },
      );
    await planClockWork(db.crm);
    const after = await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 100 });
    expect(after.map(({ _id, revision }) => [_id, revision])).toEqual(
      before.map(({ _id, revision }) => [_id, revision]),
    );
  });

  it('follows the zone of the workspace, and what an admin sets', async ({ db, home }) => {
    await at(db, '2026-03-01T12:00:00Z');
    await db.crm.records(Workspace).update(home.scope, home.workspaceId, { timeZone: 'America/Lima' });
    await at(db, '2026-03-02T02:00:00Z');
    expect(await begun(db, home, 'duplicates')).toEqual([]);
    const schedules = db.crm.records(WorkspaceSchedule);
    const id = scheduleId(home.workspaceId, 'duplicates');
    await schedules.update(home.scope, id, { localTime: '06:00' });
    expect((await schedules.get(home.scope, id)).nextAt).toEqual(new Date('2026-03-02T11:00:00Z'));
    await schedules.update(home.scope, id, { isOn: false });
    await at(db, '2026-03-02T11:30:00Z');
    expect(await begun(db, home, 'duplicates')).toEqual([]);
    await schedules.update(home.scope, id, { isOn: true });
    await at(db, '2026-03-02T11:31:00Z');
    expect(await begun(db, home, 'duplicates')).toEqual(['2026-03-02']);
    const member = await home.member('Lena Fox');
    await expect(schedules.update(member, id, { isOn: false })).rejects.toThrow(/admin/);
  });
});
