import { startOfPeriod } from '@clianta/crm-core/entity/calendar';
import type { Money } from '@clianta/crm-core/entity/money';
import { type Period, periodOf } from '@clianta/crm-core/entity/totals-period';
import { comparableFigure, type Figure, mergedFigure } from '@clianta/crm-core/intelligence/metrics/figure';
import type { Metric } from '@clianta/crm-core/intelligence/metrics/metric';
import type { MetricGroup } from '@clianta/crm-core/intelligence/metrics/read-metric';
import type { TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { DateTime } from 'luxon';
import type { ToolContext } from '../tool.ts';
import type { GroupField } from '../tools/group-field.ts';

/** Groups that are shown one by one; of more, all but the greatest are put together. */
const MOST_GROUPS = 12;
/** Steps of time that a table shows. */
const MOST_STEPS = 200;
const OTHER = 'Other';

/** One group in words, with its figure. */
export interface NamedGroup {
  /** What it is in the database; undefined for the rest. */
  key?: unknown;
  name: string;
  figure: Figure;
}

const NONE: Figure = { count: 0, value: 0, amounts: [] };

/**
 * Groups as they are shown: time in its order and without gaps, stages in theirs, others the greatest first and the
 * small ones together.
 */
export async function namedGroups(
  context: ToolContext,
  { metric, by, span, money }: { metric: Metric; by: GroupField; span?: TimeSpan | undefined; money: Money },
  groups: readonly MetricGroup[],
): Promise<NamedGroup[]> {
  const found = groups.map(({ key, figure }) => ({ key: key[by.key] ?? null, figure }));
  const size = ({ figure }: { figure: Figure }) => comparableFigure(metric, figure, money);
  const { per, order } = by;
  const ordered = per
    ? alongTime(context, metric, per, span, found)
    : order
      ? found.toSorted((a, b) => order.indexOf(String(a.key)) - order.indexOf(String(b.key)))
      : found.toSorted((a, b) => size(b) - size(a) || b.figure.count - a.figure.count);
  const most = per ? MOST_STEPS : MOST_GROUPS;
  const isCut = ordered.length > most;
  const shown = !isCut ? ordered : per ? ordered.slice(-most) : ordered.slice(0, most - 1);
  const rest = isCut && !per ? ordered.slice(most - 1) : [];
  const names = await by.words(shown.map(({ key }) => key));
  return [
    ...shown.map((group, at) => ({ ...group, name: names[at] ?? '' })),
    ...(rest.length > 0
      ? [
          {
            name: OTHER,
            figure: mergedFigure(
              metric,
              rest.map(({ figure }) => figure),
            ),
          },
        ]
      : []),
  ];
}

/** A month without any has nothing; one that is still to come is not shown where the figure looks back. */
function alongTime<G extends { key: unknown; figure: Figure }>(
  { now, calendar, timeZone }: ToolContext,
  metric: Metric,
  per: Period,
  span: TimeSpan | undefined,
  found: readonly G[],
): Array<{ key: unknown; figure: Figure }> {
  if (!span) return found.toSorted((a, b) => (String(a.key ?? '~') < String(b.key ?? '~') ? -1 : 1));
  const looksBack = metric.at !== 'expectedCloseAt';
  const end = looksBack ? DateTime.min(span.to, DateTime.fromJSDate(now, { zone: timeZone })) : span.to;
  const steps: string[] = [];
  for (
    let at = startOfPeriod(span.from, per, calendar);
    at < end && steps.length <= MOST_STEPS * 5;
    at = at.plus({ [per]: 1 })
  )
    steps.push(
      periodOf(per, at.toFormat(per === 'day' || per === 'week' ? 'yyyy-MM-dd' : 'yyyy-MM'), calendar),
    );
  const known = new Map(found.map(({ key, figure }) => [key, figure]));
  // there is no average of nothing, which is not the same as none
  const isSummed = metric.measure.kind === 'count' || metric.measure.kind === 'sum';
  return steps
    .filter((key) => isSummed || known.has(key))
    .map((key) => ({ key, figure: known.get(key) ?? NONE }));
}
