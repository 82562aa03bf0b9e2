import { capitalize, formatDate, formatDay, formatInstant, formatMoney } from '../formatting.ts';
import type { FieldMetadata } from './kinds.ts';

/** A record's values as JSON carries them. */
export type Values = Readonly<Record<string, unknown>>;

/** How the workspace writes values, and what the records are called that they name. */
export interface ValueStyle {
  locale: string;
  timeZone: string;
  currency: string;
  /** By id; of an entry in a list of a record by `partKey` too. */
  names: ReadonlyMap<string, string>;
}

/** Entries of two records may share an id: the stages of two pipelines. */
export const partKey = (recordId: string, partId: string): string => `${recordId}/${partId}`;

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The value of a field, also of one that the workspace added: `customFields.contractEnd`. */
export function valueAt(record: Values, name: string): unknown {
  const [first = '', rest] = name.split(/\.(.*)/s);
  const value = Object.hasOwn(record, first) ? record[first] : undefined;
  if (rest === undefined) return value;
  return typeof value === 'object' && value !== null ? valueAt(value as Values, rest) : undefined;
}

/**
 * A stored value in words; an empty one as a dash.
 *
 * @param field - undefined for a field that is no more: the value as it is
 * @param record - what else the record has: the currency of an amount, the record that a part belongs to
 */
export function valueText(
  field: FieldMetadata | undefined,
  value: unknown,
  style: ValueStyle,
  record: Values = {},
): string {
  if (isEmpty(value)) return '–';
  if (Array.isArray(value)) return value.map((one) => valueText(field, one, style, record)).join(', ');
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return numberText(field, value, style, record);
  if (typeof value === 'string') return textText(field, value, style, record);
  const { name } = value as { name?: unknown };
  return typeof name === 'string' ? name : JSON.stringify(value);
}

function numberText(
  field: FieldMetadata | undefined,
  value: number,
  style: ValueStyle,
  record: Values,
): string {
  const { locale } = style;
  if (field?.format === 'money') {
    const currency = typeof record.currency === 'string' ? record.currency : style.currency;
    return formatMoney(value, currency, locale);
  }
  const isPercent = field?.format === 'percent';
  return new Intl.NumberFormat(locale, {
    maximumFractionDigits: isPercent ? 1 : 2,
    ...(isPercent && { style: 'percent' }),
  }).format(value);
}

function textText(
  field: FieldMetadata | undefined,
  value: string,
  style: ValueStyle,
  record: Values,
): string {
  const { locale, timeZone, names } = style;
  if (field?.part) return partName(value, names, record) ?? '…';
  if (field?.ref) return names.get(value) ?? '…';
  if (field?.kind === 'day') return formatDay(value, locale);
  if (field?.kind === 'date')
    return field.hasTime ? formatInstant(value, locale, timeZone) : formatDate(value, locale, timeZone);
  return field?.kind === 'enum' && !field.isOwn ? optionText(value) : value;
}

/** The entry of the record that this one names, or of whichever has it. */
function partName(id: string, names: ReadonlyMap<string, string>, record: Values): string | undefined {
  const keys = Object.values(record).flatMap((value) =>
    typeof value === 'string' ? partKey(value, id) : [],
  );
  return names.get(keys.find((key) => names.has(key)) ?? id);
}

/** `in_progress` as "In progress", `mql` as "MQL": what has no vowel is an abbreviation. */
export function optionText(option: string): string {
  return /^[^aeiou\W_]{1,4}$/i.test(option) ? option.toUpperCase() : capitalize(option.replaceAll('_', ' '));
}
