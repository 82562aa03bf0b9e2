import { z } from 'zod';
import { day } from './days.ts';
import type { Entity } from './define-entity.ts';
import type { Condition, Filter } from './filter.schema.ts';
import { currency } from './platform-values.ts';

/** What amounts in several currencies are compared by. */
export interface Money {
  /** The workspace's own, ISO 4217. */
  currency: string;
  /** What one unit of another currency is in units of the workspace's. */
  rates: ReadonlyMap<string, number>;
}

/** A rate that a workspace compares amounts by: on the day, one unit of the currency was `rate` of the workspace's. */
export const rateSchema = z.object({
  currency: currency(),
  rate: z.number().positive().max(1e9),
  at: day(),
});
export type Rate = z.output<typeof rateSchema>;

/** Digits after the decimal point of a currency (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(code: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
    .maximumFractionDigits as number;
}

/** A minor unit of the currency in minor units of the workspace's; undefined when there is no rate. */
function minorFactor(money: Money, code: string): number | undefined {
  if (code === money.currency) return 1;
  const rate = money.rates.get(code);
  return rate === undefined ? undefined : rate * 10 ** (minorDigits(money.currency) - minorDigits(code));
}

/** Minor units of whichever currency in those of the workspace's; undefined when there is no rate. */
export function inOwnCurrency(money: Money, minor: number, code: string | undefined): number | undefined {
  const factor = minorFactor(money, code ?? money.currency);
  return factor === undefined ? undefined : minor * factor;
}

/** In another currency the number stays as it is read: 500 in yen is 500 in euros, although it has two more digits. */
export const sameNumber = (minor: number, from: string, to: string): number =>
  Math.round(minor * 10 ** (minorDigits(to) - minorDigits(from)));

/** The workspace's minor units in whole ones, for what is drawn. */
export const wholeUnits = (money: Money, minor: number): number => minor / 10 ** minorDigits(money.currency);

/** The currencies that can be compared, each with its factor. */
export function comparable(money: Money): Map<string, number> {
  const codes = [money.currency, ...money.rates.keys()];
  return new Map(codes.map((code) => [code, minorFactor(money, code) as number]));
}

/** Whether the field holds amounts in the currency that each record names. */
export function hasOwnCurrency(entity: Entity, name: string): boolean {
  const isMoney = entity.fields.some((field) => field.name === name && field.format === 'money');
  return isMoney && entity.fields.some((field) => field.name === 'currency');
}

/** The one currency that conditions speak of. */
export function currencyNamedBy(conditions: readonly Condition[] | undefined): string | undefined {
  const named = conditions?.find(({ field, op }) => field === 'currency' && op === 'eq')?.value;
  return typeof named === 'string' ? named.toUpperCase() : undefined;
}

const COMPARED: ReadonlySet<Condition['op']> = new Set(['gt', 'gte', 'lt', 'lte', 'eq', 'in']);

/** Whether a condition compares amounts of records in several currencies. */
export function comparesMoney(entity: Entity, { field, op }: Condition): boolean {
  return COMPARED.has(op) && hasOwnCurrency(entity, field);
}

/** The filter without what it says of amounts; undefined when it compares none, or names the currency itself. */
export function withoutAmounts(entity: Entity, filter: Filter): Filter | undefined {
  const where = filter.where ?? [];
  const rest = where.filter((one) => !comparesMoney(entity, one));
  if (rest.length === where.length || currencyNamedBy(where)) return undefined;
  return { ...filter, where: rest };
}
