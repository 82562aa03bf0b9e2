import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { PERIODS } from '@clianta/crm-core/entity/totals-period';
import type { Metric } from '@clianta/crm-core/intelligence/metrics/metric';
import { metricCalled, metrics } from '@clianta/crm-core/intelligence/metrics/metrics';
import type { ReportSpec } from '@clianta/crm-core/intelligence/report/report.schema';
import {
  movingPeriod,
  spanOfPeriod,
  type TimeSpan,
  unitWithin,
} from '@clianta/crm-core/intelligence/report/report-period';
import type { ToolContext } from '../tool.ts';
import { toolFieldName } from '../tools/fields.ts';
import type { GivenPeriod } from '../tools/period.ts';
import { spokenFilter } from '../tools/spoken-filter.ts';
import { fieldNamed, storedFilter, type ToolFilter } from '../tools/translate.ts';
import { metricMeant } from './metric-called.ts';
import { timeIn } from './time-in.ts';

/** Which records, and by what they are put together, as tools say it. */
export interface Chosen extends ToolFilter {
  groupBy?: string | undefined;
}

/** A question about a figure, as a tool takes it. */
export interface ReportArgs extends Pick<Partial<ReportSpec>, 'compare' | 'chart'> {
  metric?: string | undefined;
  of?: Chosen | undefined;
  period?: GivenPeriod | undefined;
  /** Beside `of.groupBy`. */
  thenBy?: string | undefined;
}

/** A question about a figure, understood. */
export interface ReportQuestion extends Pick<ReportSpec, 'compare' | 'chart'> {
  metric: Metric;
  entity: Entity;
  /** In stored values, without the period. */
  filter: Filter;
  span?: TimeSpan | undefined;
  /** Names of tools; a unit of time as `closed per month`. */
  groupBy: readonly string[];
}

/** @throws InvalidError for a figure, a field or a period that there is not, AskBack for a name that means several */
export async function questionOf(context: ToolContext, args: ReportArgs): Promise<ReportQuestion> {
  const { of = {}, compare, chart } = args;
  const metric = counterpart(metricMeant(args.metric ?? 'won_value'), of.where ?? []);
  const entity = context.crm.store.entity(metric.entity);
  const at = nameOf(entity, metric.at);
  const { span, where } = timeIn(context, [at, metric.at, CLOSED], of.where ?? [], args.period);
  const own = metric.where as readonly unknown[];
  const filter = await storedFilter(context, entity, {
    ...(of.anyOf && { anyOf: of.anyOf }),
    ...(of.text && { text: of.text }),
    where: where.filter((one) => !own.some((known) => isDeepStrictEqual(known, one))),
  });
  return {
    metric,
    entity,
    filter,
    span,
    groupBy: [of.groupBy, args.thenBy].flatMap((name) => (name ? groupOf(entity, metric, name) : [])),
    ...(compare && { compare }),
    ...(chart && { chart }),
  };
}

/** "And lost?" of what was won: the same figure of the records that the filter asks for, where they are none of its own. */
function counterpart(metric: Metric, where: readonly Condition[]): Metric {
  const other = where.find((one) =>
    metric.where.some(
      ({ field, op, value }) =>
        op === 'eq' && one.op === 'eq' && one.field === field && !isDeepStrictEqual(one.value, value),
    ),
  );
  if (!other) return metric;
  const isCounterpart = (one: Metric) =>
    one.entity === metric.entity &&
    isDeepStrictEqual(one.measure, metric.measure) &&
    isDeepStrictEqual(one.where, [{ field: other.field, op: other.op, value: other.value }]);
  return metrics.find(isCounterpart) ?? metric;
}

/** What a kept report asks today. */
export function questionOfSpec(context: ToolContext, spec: ReportSpec): ReportQuestion {
  const metric = metricCalled(spec.metric) ?? metricMeant(spec.metric);
  return {
    ...spec,
    metric,
    entity: context.crm.store.entity(metric.entity),
    span: spec.period && spanOfPeriod(spec.period, context),
  };
}

/** A question to be kept: its period moves along. */
export function specOf(context: ToolContext, question: ReportQuestion): ReportSpec {
  const { metric, filter, span, groupBy, compare, chart } = question;
  return {
    metric: metric.name,
    filter,
    ...(span && { period: movingPeriod(span, context) }),
    groupBy: [...groupBy],
    ...(compare && { compare }),
    ...(chart && { chart }),
  };
}

/** The question as a tool is asked it, for what goes on from it. */
export function argsOf(context: ToolContext, question: ReportQuestion): ReportArgs & { of: Chosen } {
  const { metric, groupBy, compare, chart } = question;
  const [first, second] = groupBy;
  return {
    metric: metric.name,
    of: { ...chosenBy(context, question), ...(first && { groupBy: first }) },
    ...(second && { thenBy: second }),
    ...(compare && { compare }),
    ...(chart && { chart }),
  };
}

/** The records behind the figure, as a list would ask for them. */
export function chosenBy(context: ToolContext, { metric, entity, filter, span }: ReportQuestion): ToolFilter {
  const at = nameOf(entity, metric.at);
  const within: Condition[] = span
    ? [
        { field: at, op: 'gte', value: span.from.toISO() },
        { field: at, op: 'lt', value: span.to.toISO() },
      ]
    : [];
  const terms = { entities: context.crm.store.entities, currency: context.currency };
  const own = { where: [...metric.where, ...(filter.where ?? [])] };
  const spoken = spokenFilter(terms, entity, { ...filter, ...own });
  return { ...spoken, where: [...(spoken.where ?? []).map((one) => named(entity, one)), ...within] };
}

const named = (entity: Entity, condition: Condition): Condition => ({
  ...condition,
  field: condition.where ? condition.field : nameOf(entity, condition.field),
});

function nameOf(entity: Entity, stored: string): string {
  const field = entity.fields.find(({ name }) => name === stored);
  return field ? toolFieldName(field) : stored.replace(/At$/, '');
}

/** What a figure over time is grouped by. */
export const overTime = ({ entity, metric, span }: ReportQuestion): string =>
  `${nameOf(entity, metric.at)} per ${span ? unitWithin(span) : 'month'}`;

/** "per month" is by the date that the figure goes by; so is whichever other date the words made of it. */
function groupOf(entity: Entity, metric: Metric, name: string): string {
  const [, field, per] = new RegExp(`^(?:(.+) per )?(${PERIODS.join('|')})$`).exec(name) ?? [];
  if (!per) return name;
  const isOther = field && field !== CLOSED && fieldNamed(entity, field);
  return isOther ? name : `${nameOf(entity, metric.at)} per ${per}`;
}

/** A time in a question about figures is read as that of closed deals, whatever the figure is of. */
const CLOSED = 'closed';
