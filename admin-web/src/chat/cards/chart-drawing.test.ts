import type { ChartCard } from '@clianta/agents/reply.schema';
import { describe, expect, it } from 'vitest';
import { drawingOf } from './chart-drawing.ts';
import type { Shape } from './chart-shape.ts';

const aChart = (values: number[], kind: ChartCard['kind']): ChartCard => ({
  type: 'chart',
  kind,
  title: 'Deals',
  categories: values.map((_, at) => `Stage number ${at}`),
  series: [{ label: 'Amount', values, words: values.map((value) => `$${value}`) }],
});
const rects = (shapes: Shape[]) => shapes.flatMap((one) => (one.is === 'rect' ? [one] : []));

it('a bar is as long as its figure is large', () => {
  const [first, second] = rects(drawingOf(aChart([100, 50], 'bar'), 640).shapes);
  expect(first?.width).toBeCloseTo((second?.width ?? 0) * 2);
});

describe.each(['bar', 'column', 'line', 'pie', 'funnel', 'stacked', 'scatter', 'histogram'] as const)(
  'a %s',
  (kind) => {
    it.each([320, 900])('stays within %i px, whatever the figures are', (width) => {
      for (const values of [[5], [0, 0], [12_345_678, 1, 3], Array.from({ length: 24 }, (_, at) => at)]) {
        for (const shape of drawingOf(aChart(values, kind), width).shapes) {
          if (shape.is === 'rect') {
            expect(shape.x).toBeGreaterThanOrEqual(0);
            expect(shape.x + shape.width).toBeLessThanOrEqual(width + 0.5);
          }
          if (shape.is === 'path') expect(shape.d).not.toContain('NaN');
          if (shape.is === 'text') expect(Number.isFinite(shape.x + shape.y)).toBe(true);
          if (shape.is === 'text' && shape.at === 'middle' && kind !== 'pie') {
            const half = shape.text.length * 3.3;
            expect(Math.min(shape.x - half, width - shape.x - half)).toBeGreaterThanOrEqual(-0.5);
          }
        }
      }
    });
  },
);

it('the parts of a stack lie on each other, up to the whole', () => {
  const [{ label, words } = { label: '', words: [] }] = aChart([1], 'stacked').series;
  const parts = [30, 50, 20].map((value) => ({ label, words, values: [value] }));
  const drawing = drawingOf({ ...aChart([1], 'stacked'), series: parts }, 640);
  const [first, second, third] = rects(drawing.shapes);
  expect(second?.height).toBeCloseTo(((first?.height ?? 0) * 5) / 3);
  expect(second ? second.y + second.height : 0).toBeCloseTo(first?.y ?? -1);
  expect(third ? third.y + third.height : 0).toBeCloseTo(second?.y ?? -1);
});

it('the slices of a pie are all of it', () => {
  const paths = drawingOf(aChart([1, 1, 2], 'pie'), 640).shapes.filter(({ is }) => is === 'path');
  expect(paths).toHaveLength(3);
  // the last one ends where the first began: at the top
  expect(paths.at(-1)).toMatchObject({ d: expect.stringContaining('100.00 0.00Z') });
});
