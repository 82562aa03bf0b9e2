import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { attributionReportSayings } from './attribution-report.sayings.ts';
import { attributionReport } from './attribution-report.tool.ts';
import { compareTarget } from './compare-target.tool.ts';
import { forecastSayings } from './forecast.sayings.ts';
import { forecast } from './forecast.tool.ts';
import { forecastTrend } from './forecast-trend.tool.ts';
import { scenario } from './scenario.tool.ts';
import { setCategory } from './set-category.tool.ts';
import { setTarget } from './set-target.tool.ts';
import { winProbability } from './win-probability.tool.ts';

const tools = [
  forecast,
  winProbability,
  scenario,
  forecastTrend,
  compareTarget,
  setCategory,
  setTarget,
  attributionReport,
];

export const forecastAgent = defineAgent({
  name: 'forecastAgent',
  description:
    'Says what will come in: forecasts of a month, quarter or year, their commit and best case, what they said earlier, how they stand against targets; how likely a deal is won, and what if it is not; and which channels deals have come from.',
  instructions: `You work out what a period will come to. Every figure comes from your tools; never add up or estimate one yourself. Commit is
what is won and what is committed, the best case adds the deals of that category. Deals whose close date has passed are apart. A
target is set by set_target and measured by compare_target. "Commit it" puts the deal spoken of into that category. What if
something were otherwise is scenario, which writes nothing; what was said earlier is forecast_trend. Where deals come from is
attribution_report: always name the model that it went by.`,
  tools,
  examples: [
    'Forecast Q4',
    'Are we on target?',
    'How sure is Ironbark?',
    'What if Kestrel slips to January?',
    'Where do our deals come from?',
  ],
  sayings: sayingsOf(tools, { ...forecastSayings, attribution_report: attributionReportSayings }),
});
