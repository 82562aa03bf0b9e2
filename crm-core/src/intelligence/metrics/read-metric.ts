import type { CrmCore } from '../../crm-core.ts';
import type { Condition, Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import type { TotalsRequest } from '../../entity/totals.schema.ts';
import type { TotalsGroup } from '../../entity/totals-groups.ts';
import { type Figure, figureOf } from './figure.ts';
import type { Metric } from './metric.ts';

/** From an instant, included, to another, excluded. */
interface Span {
  from: Date;
  to: Date;
}

/** Which records, and how they are put together. */
export interface MetricRequest extends Filter {
  /** Left out: whenever it was. */
  span?: Span | undefined;
  groupBy?: TotalsRequest['groupBy'];
}

export interface MetricGroup {
  key: TotalsGroup['key'];
  figure: Figure;
}

export interface MetricFigures {
  /** Along time when the first group is a period, else the fullest first. */
  groups: MetricGroup[];
  all: Figure;
}

/** The conditions on records that a metric, a period and a filter leave. */
function metricFilter(metric: Metric, { span, where = [], ...filter }: MetricRequest): Filter {
  const within: Condition[] = span
    ? [
        { field: metric.at, op: 'gte', value: span.from },
        { field: metric.at, op: 'lt', value: span.to },
      ]
    : [];
  return { ...filter, where: [...metric.where, ...within, ...where] };
}

/**
 * Works a metric out, with the rights of whoever asks. Periods are on their clock.
 *
 * @throws InvalidError for a field that there is not
 */
export async function readMetric(
  crm: CrmCore,
  scope: Scope,
  metric: Metric,
  { groupBy = [], ...request }: MetricRequest,
): Promise<MetricFigures> {
  const { measure } = metric;
  const records = crm.records(crm.store.entity(metric.entity));
  const filter = metricFilter(metric, request);
  const totals = (where: readonly Condition[] = []) =>
    records.totals(scope, {
      ...filter,
      where: [...(filter.where ?? []), ...where],
      groupBy,
      ...('of' in measure && typeof measure.of === 'string' && { of: [measure.of] }),
      ...(measure.kind === 'sum' && measure.weightBy && { weightBy: measure.weightBy }),
      ...(measure.kind === 'days' && { daysBetween: [measure.from, measure.to] as [string, string] }),
    });
  const [whole, part] = await Promise.all([
    totals(),
    measure.kind === 'share' ? totals(measure.of) : undefined,
  ]);
  const markOf = ({ key }: Pick<TotalsGroup, 'key'>) => JSON.stringify(Object.entries(key).toSorted());
  const parts = new Map(part?.groups.map((group) => [markOf(group), group]));
  return {
    groups: whole.groups.map((group) => ({
      key: group.key,
      figure: figureOf(metric, group, parts.get(markOf(group))),
    })),
    all: figureOf(metric, whole.all, part?.all),
  };
}
