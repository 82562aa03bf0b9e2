import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { FieldTotals } from '@clianta/crm-core/entity/totals-groups';
import { PERIODS, type Period } from '@clianta/crm-core/entity/totals-period';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import type { TableCard } from '../reply.schema.ts';
import type { ToolContext } from '../tool.ts';
import { capitalize, formatMoney, formatNumber } from './format.ts';
import { valuesInWords } from './present.ts';
import { fieldNamed } from './translate.ts';

/** Groups that a table shows. */
const MOST_GROUPS = 50;
const PER = new RegExp(`^(.+) (?:per|by) (${PERIODS.join('|')})$`);

/** A number field by a tool's name for it. */
function numberField(entity: Entity, name: string): Field {
  const field = fieldNamed(entity, name);
  if (field?.kind !== 'number')
    throw new InvalidError(`“${name}” is not a number, so it cannot be added up or averaged.`);
  return field;
}

/** Sums or averages as people read them, one for each currency. */
function figures(
  context: ToolContext,
  field: Field,
  totals: readonly FieldTotals[],
  of: (one: FieldTotals) => number,
): string {
  if (field.format !== 'money') return formatNumber(totals[0] ? of(totals[0]) : 0, context);
  const parts = totals
    .filter((one) => of(one) > 0)
    .map((one) => formatMoney(Math.round(of(one)), one.currency ?? context.currency, context));
  return parts.join(' + ') || formatMoney(0, context.currency, context);
}

const sum = (one: FieldTotals) => one.sum;
const average = (one: FieldTotals) => one.average ?? 0;

/** A number field over all matches: its total and its average. */
export async function totalsOf(context: ToolContext, entity: Entity, filter: Filter, name: string) {
  const field = numberField(entity, name);
  const { all } = await context.crm.records(entity).totals(context.scope, { ...filter, of: [field.name] });
  return {
    label: field.label ?? field.name,
    total: figures(context, field, all.totals, sum),
    average: figures(context, field, all.totals, average),
  };
}

/**
 * Matches counted, and a number field totalled, per value of a field.
 *
 * @param groupBy - a tool's field name, or a date field with a period: "closed per month"
 */
export async function groupedTable(
  context: ToolContext,
  entity: Entity,
  filter: Filter,
  groupBy: string,
  of?: string,
): Promise<{ card: TableCard; label: string; count: number; most: string }> {
  const [, name = groupBy, given] = PER.exec(groupBy) ?? [];
  const field = fieldNamed(entity, name) ?? dateOfRecord(name);
  if (!field) throw new InvalidError(`A ${entity.label.one} has no field “${name}” to group by.`);
  const per = (given as Period | undefined) ?? (field.kind === 'date' ? 'month' : undefined);
  const number = of ? numberField(entity, of) : undefined;
  const { groups, all } = await context.crm.records(entity).totals(context.scope, {
    ...filter,
    groupBy: [per ? { field: field.name, per } : field.name],
    ...(number && { of: [number.name] }),
    limit: MOST_GROUPS,
  });
  const keys = groups.map((group) => group.key[field.name]);
  const names = per ? keys.map(periodInWords) : await valuesInWords(context, entity, field, keys);
  const label = per ? capitalize(per) : (field.label ?? field.name);
  const rows = groups.map((group, at) => ({
    cells: {
      group: names[at] ?? '',
      count: formatNumber(group.count, context),
      ...(number && { sum: figures(context, number, group.totals, sum) }),
      ...(number && { average: figures(context, number, group.totals, average) }),
    },
  }));
  const most = Math.max(0, ...groups.map((group) => group.count));
  return {
    card: {
      type: 'table',
      title: `${capitalize(entity.label.many)} by ${label.toLowerCase()}`,
      columns: [
        { key: 'group', label },
        { key: 'count', label: capitalize(entity.label.many), align: 'right' },
        ...(number ? [{ key: 'sum', label: 'Total', align: 'right' as const }] : []),
        ...(number ? [{ key: 'average', label: 'Average', align: 'right' as const }] : []),
      ],
      rows,
      count: groups.length,
      ...(number && { total: { label: 'Total', value: figures(context, number, all.totals, sum) } }),
    },
    label: label.toLowerCase(),
    count: all.count,
    most: names[groups.findIndex((group) => group.count === most)] ?? '',
  };
}

/** When a record was made or changed is no field of its entity. */
function dateOfRecord(name: string): Field | undefined {
  if (name !== 'created' && name !== 'updated') return undefined;
  return { name: `${name}At`, label: capitalize(name), kind: 'date' } as Field;
}

/** `2026-03` as "March 2026", `2026-Q1` as "Q1 2026". */
function periodInWords(key: unknown): string {
  if (key === null || key === undefined) return 'None';
  const text = String(key);
  if (/^\d{4}-\d{2}$/.test(text)) return DateTime.fromISO(text).toFormat('LLLL yyyy');
  const [year, part] = text.split('-');
  return part && /^[QW]/.test(part) ? `${part} ${year}` : text;
}
