import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { DateTime } from 'luxon';
import type { ToolContext } from '../tool.ts';
import { type GivenPeriod, periodOf } from '../tools/period.ts';

/**
 * The period that conditions on a date are about, and the conditions without it.
 *
 * @param fields - names of the date; what is said of its beginning or end alone is put to the first of them
 * @param isAhead - a period with an end alone begins today
 */
export function timeIn(
  context: ToolContext,
  fields: readonly string[],
  where: readonly Condition[],
  given: GivenPeriod | undefined,
  isAhead = false,
): { span?: TimeSpan; where: Condition[] } {
  const isTime = ({ field, op }: Condition) => fields.includes(field) && /^(gte|gt|lt|lte)$/.test(op);
  const times = where.filter(isTime);
  const others = where.filter((one) => !isTime(one));
  if (given?.from || given?.to) return { span: periodOf(context, given, 'month'), where: others };
  const edge = (ops: RegExp) =>
    times.filter(({ op }) => ops.test(op)).map(({ value }) => parseInstant(value, context))[0];
  const here = (date: Date) => DateTime.fromJSDate(date, { zone: context.timeZone });
  const today = here(context.now).startOf('day');
  const [from, to] = [edge(/^gt/), edge(/^lt/)];
  if (!from && to && isAhead && here(to) > today)
    return { span: { from: today, to: here(to) }, where: others };
  if (!from)
    return { where: [...others, ...times.map((one) => ({ ...one, field: fields[0] ?? one.field }))] };
  const end = to ? here(to) : DateTime.max(today, here(from).startOf('day')).plus({ days: 1 });
  return { span: { from: here(from), to: end }, where: others };
}
