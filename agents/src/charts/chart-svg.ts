import { BarChart, FunnelChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartCard } from '../reply.schema.ts';
import { chartOptions } from './chart-options.ts';
import { type ChartTheme, LIGHT } from './chart-theme.ts';

use([
  BarChart,
  FunnelChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  SVGRenderer,
]);

const WIDTH = 960;
const LEAST_HEIGHT = 440;
/** Bars need that much each. */
const BAR_PX = 40;
const AROUND_PX = 120;

/** A chart as SVG, drawn without a browser. */
export function chartSvg(card: ChartCard, theme: ChartTheme = LIGHT): string {
  const height =
    card.kind === 'bar' ? Math.max(LEAST_HEIGHT, card.categories.length * BAR_PX + AROUND_PX) : LEAST_HEIGHT;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption(chartOptions(card, theme));
    return chart.renderToSVGString();
  } finally {
    // a chart that is not disposed of stays in memory for good
    chart.dispose();
  }
}
