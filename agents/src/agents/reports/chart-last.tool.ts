import { CHART_KINDS } from '@clianta/crm-core/intelligence/report/report.schema';
import { z } from 'zod';
import { lastReport } from '../../reports/last-report.ts';
import { overTime, questionOf } from '../../reports/report-question.ts';
import { runReport } from '../../reports/run-report.ts';
import { defineTool, type ToolResult } from '../../tool.ts';

export const chartLast = defineTool({
  name: 'chart_last',
  does: 'Drawing a chart',
  description: 'Draws what was shown last as a bar, column, line, pie or stacked chart, of the same figures.',
  input: z.strictObject({ type: z.enum(CHART_KINDS).optional().describe('Default: what fits the figures') }),
  effect: 'read',
  async run({ type }, context): Promise<ToolResult> {
    const asked = await questionOf(context, lastReport(context));
    // one figure is no picture: over time it is
    const groupBy = asked.groupBy.length > 0 ? asked.groupBy : [overTime(asked)];
    const question = {
      ...asked,
      groupBy,
      chart: type ?? (/ per /.test(groupBy[0] ?? '') ? ('column' as const) : ('bar' as const)),
    };
    const result = await runReport(context, question);
    const isPie = result.cards?.some((card) => card.type === 'chart' && card.kind === 'pie');
    return type === 'pie' && result.cards?.length && !isPie
      ? {
          ...result,
          text: `A pie shows the parts of a whole, and this figure has none, so these are bars. ${result.text}`,
        }
      : result;
  },
});
