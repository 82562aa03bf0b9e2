import type { ChartCard } from '@clianta/agents/reply.schema';
import { figuresPx, lettersPx } from './chart-measures.ts';
import { allValues, allWords, type Drawing, type Shape, saying } from './chart-shape.ts';

const GAP = 10;
const PLOT_PX = 200;
const LABEL_PX = 22;

/** Columns or lines over time; names and figures as many as there is room for. */
export function columns(card: ChartCard, width: number): Drawing {
  const values = card.kind === 'stacked' ? sumsOf(card) : allValues(card);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const yOf = (value: number) => LABEL_PX + ((most - value) / (most - least || 1)) * PLOT_PX;
  const band = width / Math.max(1, card.categories.length);
  const xOf = (at: number) => band * (at + 0.5);
  const every = Math.max(1, Math.ceil((lettersPx(card.categories.map(short)) + GAP) / band));
  const figuresEvery = Math.max(1, Math.ceil((figuresPx(allWords(card)) + 4) / band));
  const within = (x: number, half: number) => Math.max(half, Math.min(x, width - half));
  const names = card.categories.flatMap((category, at): Shape[] => {
    if (at % every !== 0) return [];
    const text = short(category);
    const x = within(xOf(at), lettersPx([text]) / 2);
    return [{ is: 'text', x, y: LABEL_PX * 1.5 + PLOT_PX, text, at: 'middle' }];
  });
  const isRoomy = figuresEvery === 1 && card.series.length === 1;
  // of parts the whole is the figure to read, which their table has
  const labelled = card.kind === 'stacked' ? [] : card.series;
  const figures = labelled.flatMap(({ words, values: own }, of): Shape[] =>
    own.flatMap((value, at): Shape[] => {
      // where not all of them have room, the highest one does
      if (!isRoomy && !isHighest(card, of, at)) return [];
      const x = within(xOf(at), figuresPx([words[at] ?? '']) / 2);
      const y = yOf(Math.max(0, value)) - 11;
      return [{ is: 'text', x, y, text: words[at] ?? '', at: 'middle', isFigure: true }];
    }),
  );
  const marks = card.series.flatMap((_, of): Shape[] =>
    card.kind === 'line' || card.kind === 'scatter'
      ? points(card, of, xOf, yOf)
      : card.kind === 'stacked'
        ? stacked(card, of, xOf, yOf, band)
        : uprights(card, of, xOf, yOf, band),
  );
  const base: Shape = { is: 'rule', x1: 0, y1: yOf(0), x2: width, y2: yOf(0) };
  return { height: PLOT_PX + LABEL_PX * 2, shapes: [...marks, base, ...names, ...figures] };
}

/** The first of the highest. */
function isHighest({ series }: ChartCard, of: number, at: number): boolean {
  const highest = Math.max(...series.flatMap(({ values }) => values));
  const first = series.findIndex(({ values }) => values.includes(highest));
  return of === first && at === series[first]?.values.indexOf(highest);
}

/** "March 2026" is "Mar 2026" where columns stand close, "November 14" is "Nov 14". */
const short = (category: string) => category.replace(/^(\p{L}{3})\p{L}+ (\d{1,4})$/u, '$1 $2');

type Place = (value: number) => number;

/** A dot for each figure, joined where they are one line. */
function points(card: ChartCard, of: number, xOf: Place, yOf: Place): Shape[] {
  const values = card.series[of]?.values ?? [];
  const d = values.map((value, at) => `${at === 0 ? 'M' : 'L'}${xOf(at)} ${yOf(value)}`).join('');
  const dots = values.map((value, at): Shape => {
    const says = saying(card, card.categories[at] ?? '', of, at);
    return { is: 'dot', x: xOf(at), y: yOf(value), tone: of, says };
  });
  if (card.kind === 'scatter') return dots;
  return [{ is: 'path', d, tone: of, says: card.series[of]?.label ?? '', isLine: true }, ...dots];
}

const sumsOf = ({ categories, series }: ChartCard) =>
  categories.map((_, at) => series.reduce((sum, { values }) => sum + Math.max(0, values[at] ?? 0), 0));

/** One part on the other; in a stack there is nothing below none. */
function stacked(card: ChartCard, of: number, xOf: Place, yOf: Place, band: number): Shape[] {
  const width = Math.min(56, band * 0.72);
  return (card.series[of]?.values ?? []).flatMap((value, at): Shape[] => {
    if (value <= 0) return [];
    const below = card.series.slice(0, of).reduce((sum, { values }) => sum + Math.max(0, values[at] ?? 0), 0);
    const [top, bottom] = [yOf(below + value), yOf(below)];
    return [
      {
        is: 'rect',
        x: xOf(at) - width / 2,
        y: top,
        width: Math.max(2, width),
        height: Math.max(1, bottom - top),
        tone: of,
        says: saying(card, card.categories[at] ?? '', of, at),
      },
    ];
  });
}

function uprights(card: ChartCard, of: number, xOf: Place, yOf: Place, band: number): Shape[] {
  // ranges that follow each other touch
  const isWhole = card.kind === 'histogram';
  const each = isWhole ? band / card.series.length : Math.min(56, (band * 0.72) / card.series.length);
  return (card.series[of]?.values ?? []).map((value, at): Shape => {
    const [top, bottom] = [yOf(Math.max(0, value)), yOf(Math.min(0, value))];
    return {
      is: 'rect',
      x: xOf(at) + (of - card.series.length / 2) * each + 1,
      y: value === 0 ? bottom - 1 : top,
      width: Math.max(2, each - 2),
      height: Math.max(1, bottom - top),
      tone: of,
      says: saying(card, card.categories[at] ?? '', of, at),
    };
  });
}
