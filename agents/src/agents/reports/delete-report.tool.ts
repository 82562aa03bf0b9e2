import { Report } from '@clianta/crm-core/intelligence/report/report.schema';
import { z } from 'zod';
import { reportCard } from '../../reports/keep-report.ts';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolResult } from '../../tool.ts';
import { undoable } from '../../tools/focus.ts';
import { resolveOne } from '../../tools/resolve.ts';

export const deleteReport = defineTool({
  name: 'delete_report',
  does: 'Deleting a report',
  operation: 'other',
  entity: Report.name,
  description: 'Moves a saved report to the trash; it is not sent any more. Always proposed first.',
  input: z.strictObject({
    report: slot({ kind: 'text' }, z.string().max(120)).describe('Name of the report'),
  }),
  effect: 'ask',
  async propose({ report: name }, context): Promise<Proposal> {
    const report = await resolveOne(context, Report, name, 'report');
    return {
      title: `Delete the report “${report.name}”`,
      preview: { count: 1, sample: [{ title: report.name }], changes: [] },
      recordIds: [report.id],
    };
  },
  async run({ report: name }, context): Promise<ToolResult> {
    const { id } = await resolveOne(context, Report, context.approvedIds?.[0] ?? name, 'report');
    const record = await context.crm.records(Report).get(context.scope, id);
    await context.crm.records(Report).delete(context.scope, id);
    return {
      text: `Deleted the report **${record.name}**.`,
      cards: [{ ...(await reportCard(context, record, 'Deleted')), ...undoable(context) }],
      changes: [{ entity: Report.name, id, change: 'deleted' }],
      isAnswer: true,
    };
  },
});
