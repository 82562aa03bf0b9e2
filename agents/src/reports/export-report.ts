import { Readable } from 'node:stream';
import { InvalidError } from '@clianta/crm-core/errors';
import { csvOf, xlsxOf } from '@clianta/crm-core/files/table-file';
import type { ChartCard, FileCard } from '../reply.schema.ts';
import type { ToolContext } from '../tool.ts';
import { reportPdf } from './report-pdf.ts';
import type { ReportQuestion } from './report-question.ts';
import { reportRows } from './report-rows.ts';
import { runReport, titleOfQuestion } from './run-report.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx', 'pdf', 'png'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A report as a file, in the conversation that it was asked for in. @throws InvalidError for a picture of one figure */
export async function exportReport(
  context: ToolContext,
  question: ReportQuestion,
  format: ExportFormat,
): Promise<FileCard> {
  const bytes = await bytesOf(context, question, format);
  const title = await titleOfQuestion(context, question);
  const {
    id: fileId,
    name,
    mime: mediaType,
    bytes: size,
  } = await context.crm.files.save(context.scope, {
    name: `${title}.${format}`,
    stream: Readable.from([Buffer.from(bytes)]),
    ...(context.conversationId && { conversationId: context.conversationId }),
  });
  return { type: 'file', fileId, name, mediaType, size };
}

async function bytesOf(
  context: ToolContext,
  question: ReportQuestion,
  format: ExportFormat,
): Promise<Uint8Array | string> {
  switch (format) {
    case 'csv':
      return csvOf(await reportRows(context, question));
    case 'xlsx':
      return xlsxOf(await reportRows(context, question));
    case 'pdf':
      return reportPdf(context, question, await runReport(context, question));
    case 'png': {
      const { cards = [] } = await runReport(context, { ...question, chart: question.chart ?? 'column' });
      const chart = cards.find((card): card is ChartCard => card.type === 'chart');
      if (!chart)
        throw new InvalidError(
          'One figure is no picture. Ask for it by month or by rep first, then for the picture.',
        );
      const { chartPng } = await import('../charts/chart-png.ts');
      return chartPng(chart);
    }
  }
}
