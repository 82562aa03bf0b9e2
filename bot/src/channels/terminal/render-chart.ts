import type { ChartCard } from '@clianta/agents/reply.schema';
import { clean, type Paint } from './paint.ts';

/** Drawn so where the output is no terminal. */
const USUAL_WIDTH = 80;
/** A name takes a third of the width at most. */
const NAME_PART = 3;
const LEAST_BAR = 4;
/** Eighths of a block, so that a bar ends where its figure does. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/** Tells several series apart without colours. */
const FILLS = ['█', '▓', '▒', '░'];

/** Bars to the right, each with its figure, whatever kind of chart it is: a terminal has no other lengths. */
export function renderChart(card: ChartCard, paint: Paint, width = USUAL_WIDTH): string {
  const { title, summary, categories, series } = card;
  const names = categories.map(clean);
  const nameWidth = Math.min(longest(names), Math.floor(width / NAME_PART));
  const figureWidth = longest(series.flatMap(({ words }) => words.map(clean)));
  const room = Math.max(LEAST_BAR, width - nameWidth - figureWidth - 4);
  const most = Math.max(0, ...series.flatMap(({ values }) => values));
  const lines = names.flatMap((name, at) =>
    series.map(({ values, words }, of) => {
      const label = of === 0 ? cut(name, nameWidth) : '';
      const bar = barOf(most > 0 ? Math.max(0, values[at] ?? 0) / most : 0, room, FILLS[of % FILLS.length]);
      return `  ${label.padEnd(nameWidth)} ${paint('cyan', bar)} ${clean(words[at] ?? '')}`;
    }),
  );
  const key = series.map(({ label }, of) => `${FILLS[of % FILLS.length]} ${clean(label)}`).join('   ');
  return [
    paint('bold', clean(title)),
    ...(summary ? [clean(summary)] : []),
    ...(series.length > 1 ? [paint('dim', `  ${key}`)] : []),
    ...lines,
  ].join('\n');
}

function barOf(part: number, room: number, fill = '█'): string {
  const eighths = Math.round(part * room * 8);
  if (fill !== '█') return fill.repeat(Math.max(1, Math.round(eighths / 8)));
  return `${fill.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8]}` || '▏';
}

const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length));
const cut = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
