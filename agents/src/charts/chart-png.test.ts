import { describe, expect, it } from 'vitest';
import type { ChartCard } from '../reply.schema.ts';
import { chartPng } from './chart-png.ts';
import { chartSvg } from './chart-svg.ts';
import { DARK } from './chart-theme.ts';

const aChart = (kind: ChartCard['kind'], many = 1): ChartCard => ({
  type: 'chart',
  kind,
  title: 'Won value by owner, November 2026',
  summary: 'The most is Lena Fox with $105,000.',
  categories: ['Lena Fox', 'Carlos Mendes', 'Priya Nair', 'Akira Tanaka'],
  series: Array.from({ length: many }, (_, at) => ({
    label: `Part ${at + 1}`,
    values: [105_000, 83_000, 68_000, 6_000],
    words: ['$105,000', '$83,000', '$68,000', '$6,000'],
  })),
});

describe('a chart without a browser', () => {
  it.each(['bar', 'column', 'line', 'pie', 'funnel', 'stacked', 'scatter', 'histogram'] as const)(
    'is drawn as a %s, with its figures',
    (kind) => {
      const svg = chartSvg(aChart(kind, kind === 'stacked' ? 3 : 1));
      expect(svg).toContain('Won value by owner');
      expect(svg).not.toContain('NaN');
      const png = chartPng(aChart(kind, kind === 'stacked' ? 3 : 1), DARK);
      expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
    },
  );

  it('keeps what is written in it as text', () => {
    expect(chartSvg({ ...aChart('bar'), title: '<script>x</script>' })).not.toContain('<script>x');
  });
});
