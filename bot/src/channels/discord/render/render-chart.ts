import type { ChartCard } from '@clianta/agents/reply.schema';
import { clip } from '../../../channel-kit/clip.ts';
import { textParts } from './components.ts';
import { escapeText, fence } from './discord-markdown.ts';
import type { Part } from './discord-message.ts';
import { pad, widthOf } from './fixed-width.ts';
import { bold, lines, title } from './render-cards.ts';

/** Places of the longest bar. */
const BAR = 14;
const LONGEST_NAME = 18;

/** Bars of text, each with its figure; a chart of several series has a block for each. */
export function renderChart({ title: name, categories, series, summary }: ChartCard): Part[] {
  const names = categories.map((category) => clip(category.replace(/\s+/g, ' '), LONGEST_NAME));
  const width = Math.max(0, ...names.map(widthOf));
  const most = Math.max(...series.flatMap(({ values }) => values.map(Math.abs)), 0);
  const bars = series.map(({ label, values, words }) => {
    const rows = names.map((category, at) => {
      const value = values[at] ?? 0;
      return `${pad(category, width)} ${pad(barOf(value, most), BAR)} ${words[at] ?? value}`.trimEnd();
    });
    return lines(series.length > 1 ? bold(label) : '', fence(rows.join('\n')));
  });
  return [...textParts(lines(title(name), escapeText(summary ?? ''))), ...bars.flatMap(textParts)];
}

/** What is there is seen, however little; less than nothing is drawn hollow. */
function barOf(value: number, most: number): string {
  if (value === 0 || most === 0) return '';
  const length = Math.max(1, Math.round((Math.abs(value) / most) * BAR));
  return (value > 0 ? '█' : '░').repeat(length);
}
