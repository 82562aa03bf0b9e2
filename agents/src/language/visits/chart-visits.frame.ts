import type { Draft, Frame, Request } from '../read/frames/frame.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { normAt, type Unit } from '../recognise/unit.ts';
import { daysSaid, metricAt, type SaidDays } from './visit-words.ts';

type Chart = 'column' | 'line' | 'scatter' | 'histogram';

const CHARTS: ReadonlyArray<readonly [said: string, chart: Chart]> = [
  ['bar|bars|column|columns|barchart|vertical bar|vertical bars', 'column'],
  ['line|lines|linechart|curve|curves|trend|trend line|time series', 'line'],
  ['scatter|points|dots|scatterplot|dot', 'scatter'],
  ['histogram|histograms|distribution|distributions|frequency distribution', 'histogram'],
];
const PICTURE = /^(charts?|graphs?|plots?|plotted|diagrams?|visuali[sz]ations?|pictures?|drawings?)$/;
const DRAWS = /^(plot|chart|graph|draw|visuali[sz]e|sketch|render|histogram|distribution)$/;
/** Words that ask for a picture, and join its parts. */
const JOINS = new Set(
  `make create draw show give build generate produce prepare do need want get put display plot chart graph visualise visualize render me us a an the of for
 to in on as with showing shows that which and both each separate one it is our their how over from since between until till by at during per day daily
 website site web metric metrics figure figures numbers data values value period time please can could you i would like see look series again
 separately together also , . ? : ; & - – across throughout covering starting beginning through up now`.split(
    /\s+/,
  ),
);
const SOURCES: ReadonlyArray<readonly [said: string, source: string]> = [
  [
    `most popular traffic source|most popular source|top traffic source|biggest traffic source|most common traffic source|best traffic source|main traffic source|
    largest traffic source|leading traffic source|strongest traffic source|number one traffic source|most used traffic source|busiest traffic source|most popular source of traffic|
    most popular source of visits|most popular channel|most frequent traffic source|highest traffic source|most important traffic source`,
    'most',
  ],
  [
    `least popular traffic source|least popular source|smallest traffic source|least common traffic source|worst traffic source|weakest traffic source|
    least used traffic source|least popular source of traffic|least popular channel|lowest traffic source|least frequent traffic source|rarest traffic source`,
    'least',
  ],
  ['direct visits|direct traffic|visits from direct|traffic from direct|direct visitors', 'direct'],
  [
    'referral visits|referral traffic|visits from referrals|visits from referral|traffic from referrals|referrals|referred visits',
    'referral',
  ],
  [
    'search engine visits|search engine traffic|visits from search engines|visits from search engine|traffic from search engines|organic traffic|organic visits|search traffic|visits from search',
    'organic',
  ],
  [
    'social media visits|social media traffic|visits from social media|traffic from social media|social visits|social traffic|visits from social',
    'social',
  ],
];

interface Parts {
  metrics: string[];
  source?: string;
  chart?: Chart;
  times: Array<{ at: number; days: SaidDays }>;
  isDrawn: boolean;
}

/** "A bar chart of total visits since November 21", "plot the distribution of engaged users on October 10". */
export const chartVisits: Frame = (request) => {
  const parts = partsOf(request);
  if (!parts) return undefined;
  const { metrics, source, chart, times, isDrawn } = parts;
  if ((metrics.length === 0 && source === undefined) || (!isDrawn && chart === undefined)) return undefined;
  const period = periodOf(request, times);
  if (period === undefined) return undefined;
  const draft: Draft = {
    tool: 'website_visits',
    args: {
      metrics: metrics.length > 0 ? metrics : ['website_visits'],
      ...(source !== undefined && { source }),
      chart: chart ?? 'line',
      ...period,
    },
    confidence: 0.93,
    isAccounted: true,
  };
  return [draft];
};

/** What the words of the clause are, when each of them is something. */
function partsOf({ clause, context, start, to }: Request): Parts | undefined {
  const { units } = clause;
  const parts: Parts = { metrics: [], times: [], isDrawn: false };
  for (let at = start; at < to; ) {
    const unit = units[at] as Unit;
    const metric = metricAt(units, at);
    const source = SOURCES.map(([said, name]) => ({ name, length: phraseAt(units, at, said) })).find(
      ({ length }) => length > 0,
    );
    const chart = CHARTS.map(([said, name]) => ({ name, length: phraseAt(units, at, said) })).find(
      ({ length }) => length > 0,
    );
    const days = unit.kind === 'time' ? daysSaid(unit.time, context) : undefined;
    if (source) {
      if (parts.source !== undefined) return undefined;
      parts.source = source.name;
      at += source.length;
    } else if (metric) {
      if (!parts.metrics.includes(metric.metric)) parts.metrics.push(metric.metric);
      at += metric.length;
    } else if (chart && !(chart.name === 'line' && parts.chart)) {
      if (parts.chart !== undefined && parts.chart !== chart.name) return undefined;
      parts.chart = chart.name;
      parts.isDrawn = true;
      at += chart.length;
    } else if (days) {
      parts.times.push({ at, days });
      at++;
    } else if (PICTURE.test(unit.norm) || DRAWS.test(unit.norm)) {
      parts.isDrawn = true;
      at++;
    } else if (JOINS.has(unit.norm)) at++;
    else return undefined;
  }
  return parts;
}

type Period = { from?: string; to?: string };

/** From when to when; undefined where the times do not fit together. */
function periodOf({ clause }: Request, times: Parts['times']): Period | undefined {
  const [first, second, ...more] = times;
  if (more.length > 0) return undefined;
  if (!first) return {};
  if (!second) {
    const lead = normAt(clause.units, first.at - 1);
    const isOpen = /^(since|from|after|starting|beginning)$/.test(lead) || first.days.from === '';
    return isOpen ? { from: first.days.from } : first.days;
  }
  const [a, b] = separated(clause.units, first, second);
  const [from, to] = a.from <= b.from ? [a, b] : [b, a];
  return { from: from.from, to: to.to };
}

/** "friday" and "the previous friday" are a week apart. */
export function separated(
  units: readonly Unit[],
  first: { at: number; days: SaidDays },
  second: { at: number; days: SaidDays },
): [SaidDays, SaidDays] {
  const isEarlier = ({ at }: { at: number }) =>
    /\b(previous|prior|preceding|before|earlier)\b/.test(
      `${normAt(units, at - 1)} ${normAt(units, at)} ${normAt(units, at + 1)}`,
    );
  if (first.days.from !== second.days.from) return [first.days, second.days];
  if (isEarlier(second)) return [first.days, weekBefore(second.days)];
  return isEarlier(first) ? [weekBefore(first.days), second.days] : [first.days, second.days];
}

const weekBefore = ({ from, to }: SaidDays): SaidDays => ({
  from: daysBefore(from, 7),
  to: daysBefore(to, 7),
});

const daysBefore = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000).toISOString().slice(0, 10);
