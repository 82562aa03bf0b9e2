import type { ChartCard, TableCard } from '../reply.schema.ts';

/** More points do not fit side by side. */
const MOST = 24;
/** Fewer points are read faster in the table alone. */
const FEWEST_BESIDE = 3;

interface Figures {
  kind: ChartCard['kind'];
  /** The columns of the table: what the points stand for, and what is drawn of them. */
  category: string;
  figure: string;
  /** Of the rows, in their order: comparable with each other. */
  values: readonly number[];
  /** What the table's answer says of it, CommonMark. */
  summary?: string;
}

/** A table's figures to look at; undefined where a picture would say nothing. */
export function chartOf(
  { title, columns, rows }: TableCard,
  { kind, category, figure, values, summary = '' }: Figures,
): ChartCard | undefined {
  const column = columns.find(({ key }) => key === figure);
  const hasFigures = values.some((value) => value !== 0);
  if (!column || !hasFigures || rows.length > MOST) return undefined;
  const said = summary.replaceAll('**', '').trim();
  return {
    type: 'chart',
    kind,
    title,
    categories: rows.map(({ cells }) => cells[category] ?? ''),
    series: [
      { label: column.label, values: [...values], words: rows.map(({ cells }) => cells[figure] ?? '') },
    ],
    ...(said && { summary: said }),
  };
}

/** The same for who has not asked for a picture: where there is enough to compare. */
export function chartBeside(table: TableCard, figures: Figures): ChartCard[] {
  const chart = table.rows.length < FEWEST_BESIDE ? undefined : chartOf(table, figures);
  return chart ? [chart] : [];
}
