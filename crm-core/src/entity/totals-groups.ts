import { inOwnCurrency, type Money } from './money.ts';

/** What one number field comes to in one group, for money in one currency. */
export interface FieldTotals {
  field: string;
  /** ISO 4217; absent for what is not money. */
  currency?: string;
  /** Records that have the value. */
  count: number;
  sum: number;
  /** Absent when there is no value. */
  average?: number;
  min?: number;
  max?: number;
  /** Present when `weightBy` was asked for: the sum of value × weight over records that have both. */
  weightedSum?: number;
}

export interface TotalsGroup {
  /** By field name: the value, null where a record has none. A date is its period: `2026-03`, `2026-Q1`. */
  key: Record<string, string | number | boolean | null>;
  /** Records in the group. */
  count: number;
  /** One for each field and currency that occurs. */
  totals: FieldTotals[];
}

/** A row as the database returns it: sums by position of the field. */
export interface GroupRow extends Record<string, unknown> {
  _id: (Record<string, unknown> & { currency?: string }) | null;
  count: number;
}

export interface NumberField {
  name: string;
  /** What the database takes the number from. */
  value: unknown;
  isMoney: boolean;
}

/** Adds a row of the database to a group. */
export function addRow(group: Omit<TotalsGroup, 'key'>, row: GroupRow, fields: readonly NumberField[]): void {
  group.count += row.count;
  for (const [at, field] of fields.entries()) {
    const count = Number(row[`n${at}`]);
    if (count === 0) continue;
    const currency = field.isMoney ? row._id?.currency : undefined;
    let total = group.totals.find((one) => one.field === field.name && one.currency === currency);
    if (!total) {
      total = { field: field.name, ...(currency && { currency }), count: 0, sum: 0 };
      group.totals.push(total);
    }
    const [min, max] = [Number(row[`min${at}`]), Number(row[`max${at}`])];
    total.count += count;
    total.sum += Number(row[`sum${at}`]);
    total.average = total.sum / total.count;
    total.min = Math.min(total.min ?? min, min);
    total.max = Math.max(total.max ?? max, max);
    const weighted = row[`weighted${at}`];
    if (weighted !== undefined) total.weightedSum = (total.weightedSum ?? 0) + Number(weighted);
  }
}

/** Adds one group to another. */
export function addGroup(into: Omit<TotalsGroup, 'key'>, group: Omit<TotalsGroup, 'key'>): void {
  into.count += group.count;
  for (const one of group.totals) {
    const total = into.totals.find((own) => own.field === one.field && own.currency === one.currency);
    if (!total) {
      into.totals.push({ ...one });
      continue;
    }
    total.count += one.count;
    total.sum += one.sum;
    total.average = total.sum / total.count;
    total.min = Math.min(total.min ?? one.min ?? 0, one.min ?? 0);
    total.max = Math.max(total.max ?? one.max ?? 0, one.max ?? 0);
    if (one.weightedSum !== undefined) total.weightedSum = (total.weightedSum ?? 0) + one.weightedSum;
  }
}

/** What a group is ranked by: amounts in the workspace's currency, without those that there is no rate for. */
function measureOf(group: TotalsGroup, order: string, money: Money): number {
  const measure = order.replace('-', '');
  if (measure === 'count') return group.count;
  const sums = group.totals.flatMap(({ sum, count, currency }) => {
    const own = inOwnCurrency(money, sum, currency);
    return own === undefined ? [] : [{ sum: own, count }];
  });
  const sum = sums.reduce((total, one) => total + one.sum, 0);
  if (measure === 'sum') return sum;
  return (
    sum /
    Math.max(
      1,
      sums.reduce((total, one) => total + one.count, 0),
    )
  );
}

/** The greatest first for `-count`, `-sum` or `-average`, the least first without the sign; groups without a value last. */
export function ranked(groups: readonly TotalsGroup[], order: string, money: Money): TotalsGroup[] {
  const measures = new Map(groups.map((group) => [group, measureOf(group, order, money)]));
  const measure = (group: TotalsGroup) => measures.get(group) ?? 0;
  const sign = order.startsWith('-') ? -1 : 1;
  const isNamed = (group: TotalsGroup) => Object.values(group.key).every((value) => value !== null);
  return groups.toSorted(
    (a, b) =>
      Number(isNamed(b)) - Number(isNamed(a)) || sign * (measure(a) - measure(b)) || b.count - a.count,
  );
}

/** Along time when there is a date to go by, else the fullest first. */
export function inOrder(groups: TotalsGroup[], dateField: string | undefined): TotalsGroup[] {
  const textOf = (group: TotalsGroup) => JSON.stringify(Object.values(group.key));
  const byKey = (a: TotalsGroup, b: TotalsGroup) => (textOf(a) < textOf(b) ? -1 : 1);
  if (dateField === undefined) return groups.toSorted((a, b) => b.count - a.count || byKey(a, b));
  const at = (group: TotalsGroup) => String(group.key[dateField] ?? '~');
  return groups.toSorted((a, b) =>
    at(a) === at(b) ? b.count - a.count || byKey(a, b) : at(a) < at(b) ? -1 : 1,
  );
}
