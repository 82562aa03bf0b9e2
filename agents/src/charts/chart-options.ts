import type { EChartsCoreOption } from 'echarts/core';
import type { ChartCard } from '../reply.schema.ts';
import type { ChartTheme } from './chart-theme.ts';

const FONT = 'Roboto';
/** More columns than this have no room for their figures. */
const MOST_FIGURES = 12;

/** What is drawn of a chart card, as ECharts takes it. */
export function chartOptions(card: ChartCard, theme: ChartTheme): EChartsCoreOption {
  const { title, summary, series, kind } = card;
  const hasKey = series.length > 1 && kind !== 'pie';
  return {
    animation: false,
    color: [...theme.series],
    backgroundColor: theme.background,
    textStyle: { fontFamily: FONT, color: theme.text },
    title: {
      text: title,
      subtext: summary ?? '',
      left: 16,
      top: 12,
      textStyle: { fontFamily: FONT, fontSize: 18, color: theme.text },
      subtextStyle: { fontFamily: FONT, fontSize: 13, color: theme.quiet },
    },
    ...(hasKey && {
      legend: { bottom: 8, textStyle: { color: theme.text, fontFamily: FONT }, icon: 'roundRect' },
    }),
    ...(kind === 'pie'
      ? pie(card, theme)
      : kind === 'funnel'
        ? funnel(card, theme)
        : axes(card, theme, hasKey)),
  };
}

const named = ({ categories, series }: ChartCard) =>
  categories.map((name, at) => ({
    name: `${name}: ${series[0]?.words[at] ?? ''}`,
    value: Math.max(0, series[0]?.values[at] ?? 0),
  }));

function pie(card: ChartCard, theme: ChartTheme): EChartsCoreOption {
  return {
    series: [
      {
        type: 'pie',
        radius: ['0%', '62%'],
        center: ['50%', '56%'],
        data: named(card).filter(({ value }) => value > 0),
        label: {
          formatter: ({ name, percent }: { name: string; percent: number }) =>
            `${name}\n${Math.round(percent)} %`,
          color: theme.text,
          fontFamily: FONT,
          fontSize: 12,
        },
        labelLine: { lineStyle: { color: theme.quiet } },
        itemStyle: { borderColor: theme.background, borderWidth: 2 },
      },
    ],
  };
}

function funnel(card: ChartCard, theme: ChartTheme): EChartsCoreOption {
  return {
    series: [
      {
        type: 'funnel',
        sort: 'none',
        top: 80,
        bottom: 24,
        left: '20%',
        width: '60%',
        data: named(card),
        label: { position: 'inside', color: theme.background, fontFamily: FONT },
        itemStyle: { borderColor: theme.background },
      },
    ],
  };
}

function axes(card: ChartCard, theme: ChartTheme, hasKey: boolean): EChartsCoreOption {
  const { kind, categories, series } = card;
  const isFlat = kind === 'bar';
  const names = {
    type: 'category',
    data: categories,
    inverse: isFlat,
    axisLine: { lineStyle: { color: theme.rule } },
    axisTick: { show: false },
    axisLabel: {
      color: theme.text,
      fontFamily: FONT,
      fontSize: 12,
      hideOverlap: true,
      width: 170,
      overflow: 'truncate',
    },
  };
  const values = {
    type: 'value',
    splitLine: { lineStyle: { color: theme.rule } },
    axisLabel: { color: theme.quiet, fontFamily: FONT, fontSize: 11, formatter: short },
  };
  const isLabelled = series.length === 1 && categories.length <= MOST_FIGURES;
  return {
    grid: {
      left: 16,
      right: isFlat ? 96 : 24,
      top: 84,
      bottom: hasKey ? 44 : 16,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: isFlat ? values : names,
    yAxis: isFlat ? names : values,
    series: series.map(({ label: name, values: data, words }) => ({
      name,
      type: kind === 'line' || kind === 'scatter' ? kind : 'bar',
      ...(kind === 'scatter' && { symbolSize: 9 }),
      ...(kind === 'histogram' && { barCategoryGap: '2%' }),
      ...(kind === 'stacked' && { stack: 'all' }),
      ...(kind === 'line' && { symbolSize: 7, lineStyle: { width: 3 } }),
      ...(kind !== 'histogram' && { barMaxWidth: 46 }),
      data,
      label: {
        show: isLabelled,
        position: isFlat ? 'right' : 'top',
        color: theme.text,
        fontFamily: FONT,
        formatter: ({ dataIndex }: { dataIndex: number }) => words[dataIndex] ?? '',
      },
    })),
  };
}

/** 1,250,000 is "1.3M". */
const short = (value: number) =>
  new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
