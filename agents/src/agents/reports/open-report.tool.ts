import { Report } from '@clianta/crm-core/intelligence/report/report.schema';
import { z } from 'zod';
import { questionOfSpec } from '../../reports/report-question.ts';
import { runReport } from '../../reports/run-report.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { savedReports } from './saved-reports.ts';

export const openReport = defineTool({
  name: 'open_report',
  does: 'Working out a saved report',
  slash: { command: 'reports' },
  operation: 'read',
  entity: Report.name,
  description:
    'Works out a saved report by its name, with the figures of today. Without a name: which reports are saved, what each asks, when it is sent and to whom.',
  input: z.strictObject({
    report: slot({ kind: 'text' }, z.string().max(120)).optional().describe('Name of the saved report'),
  }),
  effect: 'read',
  async run({ report: name }, context): Promise<ToolResult> {
    if (name === undefined) return savedReports(context);
    const { spec } = await resolveOne(context, Report, name, 'report');
    return runReport(context, questionOfSpec(context, spec));
  },
});
