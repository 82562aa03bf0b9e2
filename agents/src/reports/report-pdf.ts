import type { PdfNode } from 'pdfmake';
import { PAGE_WIDTH, pdfDocument } from '../charts/pdf-document.ts';
import type { ChartCard, TableCard } from '../reply.schema.ts';
import type { ToolContext, ToolResult } from '../tool.ts';
import { formatDate } from '../tools/format.ts';
import type { ReportQuestion } from './report-question.ts';
import { titleOfQuestion } from './run-report.ts';

/** Wider tables are laid across. */
const MOST_COLUMNS = 7;

/** A report on paper: what it says, its picture, its table. */
export async function reportPdf(
  context: ToolContext,
  question: ReportQuestion,
  { text, cards = [] }: ToolResult,
): Promise<Uint8Array> {
  // both are large, and needed by no other answer
  const [{ makePdf }, { chartSvg }] = await Promise.all([
    import('../charts/make-pdf.ts'),
    import('../charts/chart-svg.ts'),
  ]);
  const title = await titleOfQuestion(context, question);
  const charts = cards.filter((card): card is ChartCard => card.type === 'chart');
  const tables = cards.filter((card): card is TableCard => card.type === 'table');
  const isWide = tables.some(({ columns }) => columns.length > MOST_COLUMNS);
  return makePdf(
    pdfDocument({ title, foot: formatDate(context.now, context), isWide }, [
      { text: title, style: 'title' },
      { text: text.replaceAll('**', ''), margin: [0, 0, 0, 14] },
      ...charts.map((card): PdfNode => ({ svg: chartSvg(card), width: PAGE_WIDTH, margin: [0, 0, 0, 16] })),
      ...tables.map(tableOf),
    ]),
  );
}

function tableOf({ columns, rows, total }: TableCard): PdfNode {
  const cell = (text: string, align: 'left' | 'right' | undefined, bold = false): PdfNode => ({
    text,
    alignment: align ?? 'left',
    bold,
  });
  const last: PdfNode[][] = total
    ? [
        columns.map((_, at) =>
          cell(at === 0 ? total.label : at === 1 ? total.value : '', at === 0 ? 'left' : 'right', true),
        ),
      ]
    : [];
  return {
    layout: 'lightHorizontalLines',
    table: {
      headerRows: 1,
      widths: columns.map((_, at) => (at === 0 ? '*' : 'auto')),
      body: [
        columns.map(({ label, align }) => cell(label, align, true)),
        ...rows.map(({ cells }) => columns.map(({ key, align }) => cell(cells[key] ?? '', align))),
        ...last,
      ],
    },
  };
}
