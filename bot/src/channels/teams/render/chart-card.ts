import type { ChartCard } from '@clianta/agents/reply.schema';
import { type CardElement, line, paragraph, run, subtle, table, title } from './card-elements.ts';

/** Characters of the longest bar. */
const BAR = 16;

/**
 * Teams' own chart, and below it the figures in words; where charts are not drawn, bars of text.
 *
 * @param shown - how many of the categories, where not all fit
 */
export function renderChart(whole: ChartCard, shown = whole.categories.length): CardElement[] {
  const card = { ...whole, categories: whole.categories.slice(0, shown) };
  const left = whole.categories.length - card.categories.length;
  return [
    title(card.title),
    ...(card.summary ? [subtle(card.summary)] : []),
    { ...drawing(card), fallback: { type: 'Container', items: bars(card) } },
    figures(card),
    ...(left > 0 ? [subtle(`… and ${left} more`)] : []),
  ];
}

/** @see https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards */
function drawing({ kind, title: text, categories, series }: ChartCard): CardElement {
  const [first] = series;
  const points = (values: readonly number[]) => categories.map((x, at) => ({ x, y: values[at] ?? 0 }));
  const named = { title: text, colorSet: 'categorical' };
  if (kind === 'pie') {
    const data = categories.map((legend, at) => ({ legend, value: first?.values[at] ?? 0 }));
    return { type: 'Chart.Pie', ...named, data };
  }
  if (kind === 'line') {
    const data = series.map(({ label, values }) => ({ legend: label, values: points(values) }));
    return { type: 'Chart.Line', ...named, data };
  }
  if (series.length > 1) {
    const data = series.map(({ label, values }) => ({ legend: label, values: points(values) }));
    const isStacked = kind === 'stacked';
    return { type: 'Chart.VerticalBar.Grouped', ...named, ...(isStacked && { stacked: true }), data };
  }
  const isUpright = kind === 'column' || kind === 'histogram' || kind === 'scatter';
  const data = points(first?.values ?? []);
  return isUpright
    ? { type: 'Chart.VerticalBar', ...named, showBarValues: true, data }
    : { type: 'Chart.HorizontalBar', ...named, displayMode: 'AbsoluteWithAxis', data };
}

function bars({ categories, series }: ChartCard): CardElement[] {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map(Math.abs)));
  return series.flatMap(({ label, values, words }) => [
    ...(series.length > 1 ? [line(label, { isBold: true })] : []),
    ...categories.map((category, at) => {
      const length = most > 0 ? Math.round((Math.abs(values[at] ?? 0) / most) * BAR) : 0;
      return paragraph(
        [run('█'.repeat(Math.max(1, length)), { color: 'accent' }), run(` ${category}: ${words[at] ?? ''}`)],
        { spacing: 'Small' },
      );
    }),
  ]);
}

function figures({ categories, series }: ChartCard): CardElement {
  // above the names stands nothing; an empty run is refused
  const head = [
    paragraph([{ type: 'TextRun', text: '\u00a0' }]),
    ...series.map(({ label }) => line(label, { isBold: true })),
  ];
  const rows = categories.map((category, at) => [
    line(category),
    ...series.map(({ words }) => line(words[at] ?? '')),
  ]);
  const columns = [{ width: 2 }, ...series.map(() => ({ width: 1, align: 'right' as const }))];
  return table(columns, [head, ...rows], { hasHead: true });
}
