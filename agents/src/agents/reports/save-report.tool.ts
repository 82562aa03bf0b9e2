import { Report } from '@clianta/crm-core/intelligence/report/report.schema';
import { z } from 'zod';
import { keepReport } from '../../reports/keep-report.ts';
import { lastReport } from '../../reports/last-report.ts';
import { questionOf, specOf } from '../../reports/report-question.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';

export const saveReport = defineTool({
  name: 'save_report',
  does: 'Saving a report',
  operation: 'other',
  entity: Report.name,
  description:
    'Keeps the report that was shown last under a name; its period moves along. Shared: the whole team sees it. A name that the person has used already is given this question.',
  input: z.strictObject({
    name: slot({ kind: 'text' }, z.string().trim().min(1).max(120))
      .optional()
      .describe('Left out: made from what it asks'),
    shared: z.boolean().optional(),
  }),
  effect: 'write',
  async run({ name, shared }, context): Promise<ToolResult> {
    const question = await questionOf(context, lastReport(context));
    const { record, isNew, card } = await keepReport(context, question, specOf(context, question), {
      ...(name && { name }),
      ...(shared && { isShared: shared }),
    });
    const whose = record.isShared
      ? ' The team sees it.'
      : ' Only you see it; say “share it” to show it to the team.';
    return {
      text: `${isNew ? 'Saved' : 'Changed'} the report **${record.name}**.${whose}`,
      cards: [card],
      changes: [{ entity: Report.name, id: record.id, change: isNew ? 'created' : 'updated' }],
      suggestions: ['Send it every Monday at 8 to the team', 'Show my reports'],
      isAnswer: true,
    };
  },
});
