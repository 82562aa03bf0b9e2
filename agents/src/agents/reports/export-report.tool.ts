import { Report } from '@clianta/crm-core/intelligence/report/report.schema';
import { z } from 'zod';
import { EXPORT_FORMATS, type ExportFormat, exportReport as exported } from '../../reports/export-report.ts';
import { lastReport } from '../../reports/last-report.ts';
import { questionOf, questionOfSpec } from '../../reports/report-question.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { sizeInWords } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';

/** What people call the kinds of files. */
const CALLED: Readonly<Record<string, ExportFormat>> = {
  excel: 'xlsx',
  spreadsheet: 'xlsx',
  sheet: 'xlsx',
  picture: 'png',
  image: 'png',
};
const WORDS = [...EXPORT_FORMATS, ...Object.keys(CALLED)] as const;

export const exportReport = defineTool({
  name: 'export_report',
  does: 'Making a file of the report',
  operation: 'other',
  description:
    'Makes a file of the report that was shown last, or of a saved one: csv, xlsx (Excel), pdf or png (picture).',
  input: z.strictObject({
    format: slot({ kind: 'option', options: WORDS }, z.string())
      .optional()
      .describe('csv, xlsx, pdf or png; default xlsx'),
    report: slot({ kind: 'text' }, z.string().max(120)).optional().describe('Name of a saved report'),
  }),
  effect: 'read',
  async run({ format: said = 'xlsx', report }, context): Promise<ToolResult> {
    const format =
      CALLED[said.toLowerCase()] ?? EXPORT_FORMATS.find((one) => one === said.toLowerCase()) ?? 'xlsx';
    const question = report
      ? questionOfSpec(context, (await resolveOne(context, Report, report, 'report')).spec)
      : await questionOf(context, lastReport(context));
    const card = await exported(context, question, format);
    return {
      text: `Here is **${card.name}** (${sizeInWords(card.size)}).`,
      cards: [card],
      isAnswer: true,
    };
  },
});
