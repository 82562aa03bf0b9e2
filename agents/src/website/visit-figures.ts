import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { type Metric, unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import { metrics } from '@clianta/crm-core/intelligence/metrics/metrics';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import type { TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { MEDIUMS } from '@clianta/crm-core/tracking/visit/source-of';
import { TrackingEvent } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import { DateTime } from 'luxon';

/** The figures that are made of visits of websites. */
export const visitMetrics: readonly Metric[] = metrics.filter(({ entity }) => entity === TrackingEvent.name);
export const visitMetricNames = visitMetrics.map(({ name }) => name) as [string, ...string[]];

export const visitMetric = (name: string): Metric =>
  visitMetrics.find((one) => one.name === name) ?? (visitMetrics[0] as Metric);

export type Medium = (typeof MEDIUMS)[number];

export const ofSource = (source: Medium | undefined): Condition[] =>
  source ? [{ field: 'medium', op: 'eq', value: source }] : [];

/** A day and its figure; of an average there is none on a day without visits. */
export interface DayFigure {
  day: string;
  value: number;
}

/** A figure day by day, without the present day: it is not over. */
export async function figuresByDay(
  crm: CrmCore,
  scope: Scope,
  metric: Metric,
  { from, to }: TimeSpan,
  source?: Medium,
): Promise<DayFigure[]> {
  const { groups } = await readMetric(crm, scope, metric, {
    where: ofSource(source),
    span: { from: from.toJSDate(), to: to.toJSDate() },
    groupBy: [{ field: metric.at, per: 'day' }],
  });
  const known = new Map(
    groups.flatMap(({ key, figure }) => {
      const day = Object.values(key)[0];
      return figure.value === undefined ? [] : [[String(day), figure.value] as const];
    }),
  );
  const isCount = unitOf(metric) === 'count';
  const days: DayFigure[] = [];
  for (let at = from.startOf('day'); at < to; at = at.plus({ days: 1 })) {
    const day = at.toISODate() ?? '';
    const value = known.get(day) ?? (isCount ? 0 : undefined);
    if (value !== undefined) days.push({ day, value });
  }
  return days;
}

/** The source that most visits, or the fewest, came from. */
export async function sourceByVisits(
  crm: CrmCore,
  scope: Scope,
  { from, to }: TimeSpan,
  which: 'most' | 'least',
): Promise<{ source: Medium; visits: number } | undefined> {
  const { groups } = await readMetric(crm, scope, visitMetric('website_visits'), {
    span: { from: from.toJSDate(), to: to.toJSDate() },
    groupBy: ['medium'],
  });
  const ranked = groups
    .flatMap(({ key, figure }) => {
      const source = MEDIUMS.find((medium) => medium === Object.values(key)[0]);
      return source ? [{ source, visits: figure.count }] : [];
    })
    .toSorted((a, b) => b.visits - a.visits);
  return which === 'most' ? ranked[0] : ranked.at(-1);
}

/** Days as they are said, on a clock: the last one included. */
export function spanOfDays(
  { from, to }: { from: string; to?: string | undefined },
  now: Date,
  zone: string,
): TimeSpan {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const first = DateTime.fromISO(from, { zone }).startOf('day');
  const last = to === undefined ? today : DateTime.fromISO(to, { zone }).startOf('day').plus({ days: 1 });
  return { from: first, to: last <= first ? first.plus({ days: 1 }) : last };
}
