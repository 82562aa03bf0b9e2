import type { ChartCard } from '@clianta/agents/reply.schema';
import { cut, figuresPx, lettersPx } from './chart-measures.ts';
import { allValues, allWords, type Drawing, type Shape, saying } from './chart-shape.ts';

const GAP = 10;
const BAR_PX = 22;
const ROW_PX = 34;

/** Names to the left, bars from there, each with its figure at its end. */
export function bars(card: ChartCard, width: number): Drawing {
  const namesPx = Math.min(lettersPx(card.categories), width * 0.36);
  const room = Math.max(20, width - namesPx - GAP * 2 - figuresPx(allWords(card)));
  const most = Math.max(...allValues(card), 0) || 1;
  const rowPx = ROW_PX + (card.series.length - 1) * (BAR_PX + 2);
  const shapes = card.categories.flatMap((category, at): Shape[] => [
    {
      is: 'text',
      x: namesPx,
      y: at * rowPx + rowPx / 2,
      text: cut(category, namesPx),
      at: 'end',
    },
    ...card.series.flatMap(({ values, words }, of): Shape[] => {
      const length = Math.max(2, (Math.max(0, values[at] ?? 0) / most) * room);
      const y = at * rowPx + (ROW_PX - BAR_PX) / 2 + of * (BAR_PX + 2);
      const x = namesPx + GAP;
      return [
        { is: 'rect', x, y, width: length, height: BAR_PX, tone: of, says: saying(card, category, of, at) },
        {
          is: 'text',
          x: x + length + 6,
          y: y + BAR_PX / 2,
          text: words[at] ?? '',
          at: 'start',
          isFigure: true,
        },
      ];
    }),
  ]);
  return { height: card.categories.length * rowPx, shapes };
}

/** Bars around the middle, each with what is left of the first. */
export function funnel(card: ChartCard, width: number): Drawing {
  const [{ values, words } = { values: [], words: [] }] = card.series;
  const first = values[0] || 1;
  const said = values.map((value, at) => {
    const part = at > 0 && values[0] ? ` (${Math.round((100 * value) / first)}%)` : '';
    return `${words[at] ?? ''}${part}`;
  });
  const namesPx = Math.min(lettersPx(card.categories), width * 0.32);
  const room = Math.max(20, width - namesPx - GAP * 2 - figuresPx(said));
  const most = Math.max(...values, 0) || 1;
  const shapes = card.categories.flatMap((category, at): Shape[] => {
    const length = Math.max(2, (Math.max(0, values[at] ?? 0) / most) * room);
    const y = at * ROW_PX;
    return [
      { is: 'text', x: namesPx, y: y + ROW_PX / 2, text: cut(category, namesPx), at: 'end' },
      {
        is: 'rect',
        x: namesPx + GAP + (room - length) / 2,
        y: y + 2,
        width: length,
        height: ROW_PX - 4,
        tone: 0,
        says: saying(card, category, 0, at),
      },
      { is: 'text', x: width, y: y + ROW_PX / 2, text: said[at] ?? '', at: 'end', isFigure: true },
    ];
  });
  return { height: card.categories.length * ROW_PX, shapes };
}
