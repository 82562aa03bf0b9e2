import { catalogue } from '@clianta/agents/registry';
import { reportInWords } from '@clianta/agents/reports/report-in-words';
import { questionOfSpec } from '@clianta/agents/reports/report-question';
import { runReport } from '@clianta/agents/reports/run-report';
import { readingContext } from '@clianta/agents/tools/reading-context';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { Report, type ReportRecord } from '@clianta/crm-core/intelligence/report/report.schema';
import { MAIL_REPORT, SEND_REPORT } from '@clianta/crm-core/intelligence/report/send-report';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** What a notice has room for. */
const MOST_LETTERS = 1_900;

/**
 * Sends a report that is due, worked out with the rights of its owner. Whoever has left the team since gets nothing; when
 * that is the owner, the report is paused and the admins are told.
 */
export const sendReport = defineJob({
  ...SEND_REPORT,
  limitMs: 5 * 60_000,
  async run(context: JobRunContext, { reportId, slot }) {
    const { crm, scope, workspaceId } = context;
    const report = (await crm.records(Report).getMany(scope, [reportId])).get(reportId);
    const isDue = report?.schedule && !report.isDeleted && !report.isPaused;
    if (!isDue || (report.lastSlot && report.lastSlot >= new Date(slot))) return;
    const owner = await ownerOf(context, report);
    if (!owner) return paused(context, report);
    const reading = await readingContext(crm, catalogue, owner);
    // for the period that was due, however late it is
    const result = await runReport(
      { ...reading, now: new Date(slot) },
      questionOfSpec({ ...reading, now: new Date(slot) }, report.spec),
    );
    const said = reportInWords(result);
    const { team } = await crm.facts(workspaceId);
    for (const userId of report.recipientIds.filter((id) => team.some((one) => one.id === id)))
      await tell(context, {
        workspaceId,
        userId,
        kind: 'report',
        key: `report:${reportId}:${slot}`,
        title: report.name,
        body: said.slice(0, MOST_LETTERS),
        because: `${owner.actor.name} has this report sent to you.`,
        entity: Report.name,
        recordId: reportId,
        at: crm.now(),
      });
    for (const to of report.outsideRecipients)
      await crm.enqueue(
        MAIL_REPORT,
        { to, subject: report.name, text: said },
        { workspaceId, key: `${reportId}:${slot}:${to}` },
      );
    // a derived value: setting it is no write of the record
    await crm.store
      .model(Report)
      .collection.updateOne({ _id: reportId as never, workspaceId }, { $max: { lastSlot: new Date(slot) } });
  },
});

async function ownerOf(
  { crm, scope, workspaceId }: JobRunContext,
  { ownerId }: ReportRecord,
): Promise<Scope | undefined> {
  const member = await crm.records(TeamMember).findOne(scope, { userId: ownerId });
  return (
    member && {
      workspaceId,
      actor: { type: 'user', id: ownerId, name: member.name },
      role: member.role,
      channel: 'web',
    }
  );
}

async function paused(context: JobRunContext, report: ReportRecord): Promise<void> {
  const { crm, scope, workspaceId } = context;
  await crm.records(Report).update(scope, report.id, { isPaused: true });
  const { records: admins } = await crm
    .records(TeamMember)
    .find(scope, { where: [{ field: 'role', op: 'in', value: ['owner', 'admin'] }], limit: 100 });
  for (const { userId } of admins)
    await tell(context, {
      workspaceId,
      userId,
      kind: 'report',
      key: `report-paused:${report.id}:${report.version}`,
      title: `The report “${report.name}” is paused`,
      body: 'Whoever it was made by has left the team. Ask for it yourself and have it sent anew, or delete it.',
      because: 'You look after the workspace.',
      entity: Report.name,
      recordId: report.id,
      at: crm.now(),
    });
}
