import { DateTime } from 'luxon';
import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Condition, Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import type { TotalsRequest } from '../../entity/totals.schema.ts';
import type { TotalsGroup } from '../../entity/totals-groups.ts';
import { wonValue } from '../metrics/definitions/won-value.ts';
import { readMetric } from '../metrics/read-metric.ts';
import type { TimeSpan } from '../report/report-period.ts';
import { categoryOf, type ForecastCategory } from './category.ts';
import { type AmountsByCurrency, addOpen, type ForecastAmounts, noAmounts } from './forecast-amounts.ts';

type GroupBy = NonNullable<TotalsRequest['groupBy']>[number];
type Key = TotalsGroup['key'][string];

/** A forecast of one group. */
export interface ForecastFigures {
  /** Null for deals without the value, and where there are no groups. */
  key: Key;
  amounts: AmountsByCurrency;
}

export interface ForecastRequest {
  span: TimeSpan;
  now: Date;
  filter?: Filter;
  /** A field of deals, or of their company; of a date: when they are expected to close. */
  groupBy?: GroupBy | undefined;
}

/** What deals of a period have come to and may come to, by group. Without a group there is at most one, of all. */
export async function readForecast(
  crm: CrmCore,
  scope: Scope,
  request: ForecastRequest,
): Promise<ForecastFigures[]> {
  const { filter = {}, groupBy } = request;
  const { currency: own } = await crm.moneyOf(scope.workspaceId);
  const deals = crm.records(Opportunity);
  const by = groupBy ? [groupBy] : [];
  const open = (conditions: Condition[] | undefined) =>
    conditions &&
    deals.totals(scope, {
      ...filter,
      where: [...(filter.where ?? []), ...conditions],
      groupBy: [...by, 'forecastCategory', 'probability'],
      of: ['amountMinor'],
      weightBy: 'probability',
    });
  const { upcoming, slipped } = conditionsOf(request);
  const [won, ahead, late] = await Promise.all([
    readMetric(crm, scope, wonValue, {
      ...filter,
      span: { from: request.span.from.toJSDate(), to: request.span.to.toJSDate() },
      groupBy: by.map(closedInstead),
    }),
    open(upcoming),
    open(slipped),
  ]);
  const found = new Map<Key, Map<string, ForecastAmounts>>();
  const name = typeof groupBy === 'object' ? groupBy.field : groupBy;
  const at = (key: TotalsGroup['key'], currency = own) => {
    const value = name === undefined ? null : (key[name] ?? (name === CLOSES ? key.closedAt : null) ?? null);
    const group = found.get(value) ?? new Map<string, ForecastAmounts>();
    found.set(value, group);
    const amounts = group.get(currency) ?? noAmounts();
    group.set(currency, amounts);
    return amounts;
  };
  for (const { key, figure } of won.groups)
    for (const { amountMinor, currency } of figure.amounts) at(key, currency).won += amountMinor;
  for (const { key, totals } of ahead?.groups ?? [])
    for (const { sum, weightedSum = 0, currency } of totals)
      addOpen(at(key, currency), categoryIn(key), sum, weightedSum);
  for (const { key, totals } of late?.groups ?? [])
    for (const { sum, currency } of totals)
      if (categoryIn(key) !== 'omitted') at(key, currency).slipped += sum;
  return [...found].map(([key, amounts]) => ({ key, amounts }));
}

const categoryIn = ({ forecastCategory, probability }: TotalsGroup['key']): ForecastCategory =>
  categoryOf(forecastCategory as ForecastCategory | null, Number(probability ?? 0));

const CLOSES = 'expectedCloseAt';
/** What is won was closed in its month, what is open is expected to be. */
const closedInstead = (by: GroupBy): GroupBy =>
  typeof by === 'object' && by.field === CLOSES ? { ...by, field: 'closedAt' } : by;

const IS_OPEN: Condition = { field: 'status', op: 'eq', value: 'open' };

/** Days, from one included to another excluded; without a beginning: from whenever. */
interface Days {
  from?: string;
  to: string;
}

/**
 * When the open deals of a period are expected to close: those that may still close in it, and those that should have
 * closed by now. In the present period the latter are all that have slipped, from whenever; in one that is over, those
 * that were expected in it.
 */
export function windowsOf({ span, now }: Pick<ForecastRequest, 'span' | 'now'>): {
  upcoming?: Days;
  slipped?: Days;
} {
  const today = DateTime.fromJSDate(now, { zone: span.from.zoneName ?? 'utc' }).startOf('day');
  const day = (at: DateTime) => at.toFormat('yyyy-MM-dd');
  const [from, to] = [day(span.from), day(span.to)];
  if (span.to <= today) return { slipped: { from, to } };
  return {
    upcoming: { from: day(DateTime.max(today, span.from)), to },
    ...(span.from <= today && { slipped: { to: day(today) } }),
  };
}

const isWithin = ({ from = '', to }: Days): Condition[] => [
  IS_OPEN,
  ...(from ? [{ field: CLOSES, op: 'gte' as const, value: from }] : []),
  { field: CLOSES, op: 'lt', value: to },
];

/** The same as conditions; undefined where there are no such deals. */
export function conditionsOf(request: Pick<ForecastRequest, 'span' | 'now'>): {
  upcoming: Condition[] | undefined;
  slipped: Condition[] | undefined;
} {
  const { upcoming, slipped } = windowsOf(request);
  return { upcoming: upcoming && isWithin(upcoming), slipped: slipped && isWithin(slipped) };
}
