import type { LanguageContext } from '../language-context.ts';
import type { Frame } from '../read/frames/frame.ts';
import { phraseAt } from '../recognise/phrases.ts';
import type { Clause, Unit } from '../recognise/unit.ts';
import { separated } from './chart-visits.frame.ts';
import { daysSaid, metricAt, type SaidDays } from './visit-words.ts';

const MORE = `more than|higher than|above|over|greater than|exceeded|exceed|exceeds|bigger than|larger than|higher|more|up by|above the|went over|went above|longer than`;
const LESS = `less than|lower than|below|under|fewer than|smaller than|lower|less|down by|dropped below|fell below|went below|went under|shorter than|beneath`;
const GREW = `grew by|grew|grow|grows|grown|grown by|rose|risen|rise|increased|increase|increases|went up|gone up|go up|growth of|percent growth of|growth|percentage growth of|growth rate of|percent growth|faster`;
const FELL = 'fell|fallen|dropped|drop|declined|shrank|decreased|went down|gone down';
/** Words that a comparison is made of. */
const JOINS = new Set(
  `was were is are been be has have had it the a an than that what as at any time ever point day one on since in by then of our website site web did does do
 and from to , . ? : between compared with versus against more less previous prior preceding before last i we think believe suspect may might could there
 some moment single during within over this period maybe perhaps week earlier much also now so far days`.split(
    /\s+/,
  ),
);

/** What is asked of the figures, as the arguments of the tool. */
export interface VisitCheck {
  args: Record<string, unknown>;
  /** The figures, as they were said. */
  things: string[];
  /** The days that two figures are of, or since when. */
  days: { from: string; to?: string };
}

/** "Was total visits more than 10 at any time since October 15?" */
export const checkVisits: Frame = (request) => {
  const { clause, context, start, to } = request;
  const check = readVisitCheck(clause, start, to, context);
  return check && [{ tool: 'website_visits', args: check.args, confidence: 0.93, isAccounted: true }];
};

/** A comparison of figures of the website; undefined when a word of it is not understood. */
export function readVisitCheck(
  { units, message }: Pick<Clause, 'units' | 'message'>,
  from: number,
  to: number,
  context: LanguageContext,
): VisitCheck | undefined {
  const named: Array<{ metric: string; said: string }> = [];
  const times: Array<{ at: number; days: SaidDays }> = [];
  let [number, percent] = [undefined as number | undefined, undefined as number | undefined];
  let direction: 'more' | 'less' | undefined;
  let growth: 'more' | 'less' | undefined;
  for (let at = from; at < to; ) {
    const unit = units[at] as Unit;
    const metric = metricAt(units, at);
    const days = unit.kind === 'time' ? daysSaid(unit.time, context) : undefined;
    const [more, less, grew, fell] = [MORE, LESS, GREW, FELL].map((said) => phraseAt(units, at, said));
    if (metric) {
      const last = units[at + metric.length - 1] as Unit;
      if (!named.some((one) => one.metric === metric.metric))
        named.push({ metric: metric.metric, said: message.slice(unit.start, last.end) });
      at += metric.length;
    } else if (days) {
      times.push({ at, days });
      at++;
    } else if (unit.kind === 'percent' || unit.kind === 'number') {
      if (unit.value === undefined || number !== undefined || percent !== undefined) return undefined;
      if (unit.kind === 'percent') percent = unit.value;
      else number = unit.value;
      at++;
    } else if (grew || fell) {
      growth = grew ? 'more' : 'less';
      at += Math.max(grew ?? 0, fell ?? 0);
    } else if (more || less) {
      const said = more ? 'more' : 'less';
      // "more than 2% lower" is lower
      direction = percent !== undefined || direction === undefined ? said : direction;
      at += Math.max(more ?? 0, less ?? 0);
    } else if (JOINS.has(unit.norm) || /^(seconds?|secs?|visits|percent)$/.test(unit.norm)) at++;
    else return undefined;
  }
  const [first, second, ...others] = named;
  const [when, other, ...rest] = times;
  if (!first || !when || others.length > 0 || rest.length > 0) return undefined;
  const things = named.map(({ said }) => said);
  const is = direction ?? 'more';
  const metric = first.metric;
  if (second) {
    if (!growth || other || number !== undefined || percent !== undefined) return undefined;
    const days = { from: when.days.from };
    const isLess = (growth === 'less') !== (is === 'less');
    return {
      args: { test: { metric, is: isLess ? 'less' : 'more', thanMetric: second.metric }, ...days },
      things,
      days,
    };
  }
  if (percent !== undefined) {
    if (!other && !growth) return undefined;
    const [a, b] = other ? separated(units, when, other) : [when.days, undefined];
    const days = b
      ? a.from < b.from
        ? { from: a.from, to: b.to }
        : { from: b.from, to: a.to }
      : { from: a.from };
    const way = growth ?? is;
    return { args: { test: { metric, is: way, byPercent: percent }, ...days }, things, days };
  }
  if (number === undefined || other || !direction) return undefined;
  const isSince = /^(since|from|after)$/.test(units[when.at - 1]?.norm ?? '');
  const days = isSince ? { from: when.days.from } : when.days;
  return { args: { test: { metric, is, than: number }, ...days }, things, days };
}
