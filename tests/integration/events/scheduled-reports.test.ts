import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { Report, type ReportRecord } from '@clianta/crm-core/intelligence/report/report.schema';
import { MAIL_REPORT, SEND_REPORT } from '@clianta/crm-core/intelligence/report/send-report';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { planReports } from '@clianta/jobs/jobs/plan-reports.job';
import { sendReport } from '@clianta/jobs/jobs/send-report.job';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let now = new Date('2026-10-23T12:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now, isOwn: true });
it.beforeEach(() => {
  now = new Date('2026-10-23T12:00:00Z');
});

/** In Berlin the clocks went back on the 25th of October: eight o'clock is an hour later in UTC. */
const MONDAY = '2026-10-26T07:00:00.000Z';

const aReport = (
  { crm }: TestDatabase,
  { scope }: TestWorkspace,
  values: Partial<Pick<ReportRecord, 'recipientIds' | 'outsideRecipients'>>,
) =>
  crm.records(Report).create(scope, {
    name: 'Sales',
    spec: { metric: 'won_value', groupBy: ['owner'] },
    ownerId: scope.actor.id,
    schedule: { every: 'week', day: 1, time: '08:00', zone: 'Europe/Berlin' },
    ...values,
  });

const tick = ({ crm }: TestDatabase) => planReports.run({ crm, notify: async () => {} });

const isPlanned = async ({ crm }: TestDatabase, { workspaceId }: TestWorkspace, reportId: string) => {
  const key = `${reportId}:${MONDAY}`;
  return (await crm.work.knownKeys(SEND_REPORT, [{ workspaceId, key }])).has(key);
};

const send = ({ crm }: TestDatabase, { workspaceId }: TestWorkspace, reportId: string) =>
  sendReport.run(
    {
      crm,
      notify: async () => {},
      id: 'run',
      workspaceId,
      attempt: 1,
      scope: systemScope(workspaceId),
      signal: AbortSignal.timeout(10_000),
    },
    { reportId, slot: MONDAY },
  );

const noticesOf = async ({ crm }: TestDatabase, { workspaceId }: TestWorkspace, userId: string) =>
  (
    await crm
      .records(Notice)
      .find(systemScope(workspaceId), { where: [{ field: 'userId', op: 'eq', value: userId }] })
  ).records;

describe('a scheduled report', () => {
  it('is sent at its time of day, once, however often a process begins again', async ({ db, home }) => {
    const lena = await home.member('Lena Fox');
    await aDeal(db.crm, home.scope, { status: 'won', amountMinor: 1_200_000, ownerId: lena.actor.id });
    const report = await aReport(db, home, {
      recipientIds: [lena.actor.id],
      outsideRecipients: ['board@acme.example'],
    });
    await tick(db);
    now = new Date('2026-10-26T06:59:00Z');
    await tick(db);
    expect(await isPlanned(db, home, report.id)).toBe(false);
    now = new Date('2026-10-26T07:00:30Z');
    await tick(db);
    expect(await isPlanned(db, home, report.id)).toBe(true);
    for (const _ of [1, 2]) await send(db, home, report.id);
    const notices = await noticesOf(db, home, lena.actor.id);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({
      kind: 'report',
      title: 'Sales',
      body: expect.stringContaining('Lena Fox: 1, $12,000, 100%'),
      recordId: report.id,
    });
    const mail = `${report.id}:${MONDAY}:board@acme.example`;
    const known = await db.crm.work.knownKeys(MAIL_REPORT, [{ workspaceId: home.workspaceId, key: mail }]);
    expect(known.has(mail)).toBe(true);
  });

  it('is paused when its owner has left, which the admins are told', async ({ db, home }) => {
    const lena = await home.member('Lena Fox');
    const report = await aReport(db, { ...home, scope: lena }, { recipientIds: [home.scope.actor.id] });
    const members = db.crm.records(TeamMember);
    const member = await members.findOne(home.scope, { userId: lena.actor.id });
    await members.delete(home.system, String(member?.id));
    await send(db, home, report.id);
    expect((await noticesOf(db, home, home.scope.actor.id)).map(({ title }) => title)).toEqual([
      'The report “Sales” is paused',
    ]);
    expect((await db.crm.records(Report).get(home.system, report.id)).isPaused).toBe(true);
  });
});
