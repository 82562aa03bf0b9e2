import type { ChartCard } from '@clianta/agents/reply.schema';
import { cut, figuresPx } from './chart-measures.ts';
import { type Drawing, type Shape, saying } from './chart-shape.ts';

const GAP = 10;
const PIE_PX = 200;

/** Slices, and beside them (on a phone below) what each is. */
export function pie(card: ChartCard, width: number): Drawing {
  const [{ values, words } = { values: [], words: [] }] = card.series;
  const parts = values.map((value) => Math.max(0, value));
  const all = parts.reduce((sum, one) => sum + one, 0) || 1;
  const radius = Math.min(PIE_PX, width) / 2;
  const isBeside = width >= 440;
  const [keyX, keyY] = isBeside
    ? [PIE_PX + 32, Math.max(0, radius - parts.length * 13)]
    : [0, radius * 2 + GAP];
  let before = 0;
  const slices = parts.map((part, at): Shape => {
    const [from, to] = [before / all, (before + part) / all];
    before += part;
    return {
      is: 'path',
      d: slice(radius, from, to),
      tone: at,
      says: saying(card, card.categories[at] ?? '', 0, at),
    };
  });
  const keys = card.categories.flatMap((category, at): Shape[] => {
    const y = keyY + at * 26;
    const said = `${words[at] ?? ''} (${Math.round((100 * (parts[at] ?? 0)) / all)}%)`;
    const edge = isBeside ? Math.min(width, keyX + 340) : width;
    return [
      { is: 'rect', x: keyX, y: y + 5, width: 14, height: 14, tone: at, says: category },
      {
        is: 'text',
        x: keyX + 22,
        y: y + 12,
        text: cut(category, edge - keyX - 30 - figuresPx([said])),
        at: 'start',
      },
      { is: 'text', x: edge, y: y + 12, text: said, at: 'end', isFigure: true },
    ];
  });
  const height = Math.max(radius * 2, keyY + parts.length * 26);
  return { height, shapes: [...slices, ...keys] };
}

function slice(radius: number, from: number, to: number): string {
  if (to - from >= 0.9999) return `M${radius} 0A${radius} ${radius} 0 1 1 ${radius - 0.01} 0Z`;
  const point = (part: number) => {
    const angle = 2 * Math.PI * part - Math.PI / 2;
    return `${(radius + radius * Math.cos(angle)).toFixed(2)} ${(radius + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const isLarge = to - from > 0.5 ? 1 : 0;
  return `M${radius} ${radius}L${point(from)}A${radius} ${radius} 0 ${isLarge} 1 ${point(to)}Z`;
}
