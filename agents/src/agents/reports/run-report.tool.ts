import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { metrics } from '@clianta/crm-core/intelligence/metrics/metrics';
import { CHART_KINDS, COMPARED } from '@clianta/crm-core/intelligence/report/report.schema';
import { spanOfPeriod } from '@clianta/crm-core/intelligence/report/report-period';
import { z } from 'zod';
import { metricWords } from '../../reports/metric-called.ts';
import { questionOf, type ReportArgs, type ReportQuestion } from '../../reports/report-question.ts';
import { runReport as run } from '../../reports/run-report.ts';
import { whyChanged } from '../../reports/why-changed.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { filterShape } from '../../tools/fields.ts';

/** A time in a question about figures is when deals were closed, unless the figure has another. */
const CLOSED = [{ field: 'status', op: 'eq' as const, value: 'won' }];

const reportShape = {
  metric: slot({ kind: 'option', options: metricWords }, z.string()).describe(
    `One of: ${metrics.map(({ name }) => name).join(', ')}`,
  ),
  of: slot(
    { kind: 'selection', entity: Opportunity.name, known: CLOSED },
    z.object({
      ...filterShape(),
      groupBy: z.string().optional().describe('"owner", "company.industry", "month", "quarter"'),
    }),
  )
    .optional()
    .describe('Which records count, and by what they are grouped'),
  period: z
    .object({ from: z.string().optional(), to: z.string().optional() })
    .optional()
    .describe('ISO 8601 dates, from included, to excluded. Default: all the time'),
  thenBy: slot({ kind: 'group', entity: Opportunity.name }, z.string())
    .optional()
    .describe('A second group, crossed with the first'),
  compare: z.enum(COMPARED).optional().describe('With the period before, or the same one a year before'),
  chart: z.enum(CHART_KINDS).optional(),
};

export const runReport = defineTool({
  name: 'run_report',
  does: 'Working out a report',
  operation: 'list',
  entity: Opportunity.name,
  description:
    'Any figure over any period: won value (revenue, sales), win rate, deals, sales cycle, average deal, open and weighted value, activities, calls, meetings, new leads; by rep, month, source, country and so on, compared with the period before, drawn as a chart; which parts of it fell or rose.',
  input: z.strictObject({
    ...reportShape,
    why: z.boolean().optional().describe('Which parts made it change since the period before'),
  }),
  effect: 'read',
  async run({ why, ...args }, context): Promise<ToolResult> {
    const question = withPeriod(context, await questionOf(context, args as ReportArgs), why);
    return why ? whyChanged(context, question) : run(context, question);
  },
});

/** What is compared, or asked the reason of, is so of a period: the year, or the month that it is. */
function withPeriod(
  context: ToolContext,
  question: ReportQuestion,
  why: boolean | undefined,
): ReportQuestion {
  if (question.span || (!question.compare && !why)) return question;
  const unit = question.compare === 'year' ? 'year' : 'month';
  return { ...question, span: spanOfPeriod({ unit, count: 1, back: 0 }, context) };
}
