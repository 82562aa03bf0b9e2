import type { FieldMetadata } from './kinds.ts';
import type { ValueStyle, Values } from './value-text.ts';
import { instantOf, localTime } from './zoned-time.ts';

export type ControlKind =
  | 'text'
  | 'longtext'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'day'
  | 'instant'
  | 'record'
  | 'part'
  | 'list'
  | 'rows';

type Terms = Pick<ValueStyle, 'currency' | 'timeZone'>;

/** What can be written down with commas between. */
const LISTED = new Set(['string', 'number']);

/** What a field is filled in with; undefined for what people do not fill in by hand. */
export function controlOf({
  kind,
  ref,
  part,
  format,
  options,
  element,
  rows,
}: FieldMetadata): ControlKind | undefined {
  if (rows) return 'rows';
  if (kind === 'array') return ref || !LISTED.has(element ?? '') ? undefined : 'list';
  if (kind === 'object' || kind === 'record') return undefined;
  if (part) return 'part';
  if (ref) return 'record';
  if (options) return 'choice';
  if (kind === 'boolean') return 'boolean';
  if (kind === 'day') return 'day';
  if (kind === 'date') return 'instant';
  if (kind === 'number') return 'number';
  return format === 'longtext' ? 'longtext' : 'text';
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** How many minor units there are in one of the currency: 100 cents in a dollar. */
export const minorUnitsOf = (currency: string): number => 10 ** digitsOf(currency);

/** A factor between what is stored and what is typed: minor units, shares. */
function unitsOf({ format }: FieldMetadata, { currency }: Terms): number {
  if (format === 'money') return minorUnitsOf(currency);
  return format === 'percent' ? 0.01 : 1;
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** A stored value as it stands in a control. @param terms - with the currency of the record */
export function inputOf(field: FieldMetadata, value: unknown, terms: Terms): string {
  if (value === undefined || value === null) return '';
  if (field.rows && Array.isArray(value)) return rowsInput(field.rows, value, terms);
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return String(rounded(value / unitsOf(field, terms)));
  if (field.kind === 'date' && typeof value === 'string')
    return field.hasTime ? localTime(value, terms.timeZone) : localTime(value, terms.timeZone).slice(0, 10);
  return String(value);
}

/** What stands in the controls of a row, by field. */
export type RowInput = Readonly<Record<string, string>>;

/** The rows of a table, whose input is all of theirs as JSON. */
export const rowsOf = (input: string): RowInput[] => (input ? JSON.parse(input) : []);

const rowsInput = (cells: readonly FieldMetadata[], rows: readonly unknown[], terms: Terms): string =>
  JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(cells.map((cell) => [cell.name, inputOf(cell, (row as Values)[cell.name], terms)])),
    ),
  );

/** Rows in which nothing stands are none. */
function readRows(cells: readonly FieldMetadata[], rows: readonly RowInput[], terms: Terms): ReadInput {
  const values: Values[] = [];
  for (const [at, row] of rows.entries()) {
    if (Object.values(row).every((text) => !text.trim())) continue;
    const read = cells.map((cell) => [cell, readInput(cell, row[cell.name] ?? '', terms)] as const);
    const wrong = read.flatMap(([{ label }, one]) => ('problem' in one ? [`${label} ${one.problem}`] : []));
    if (wrong.length > 0) return { problem: `Row ${at + 1}: ${wrong.join(', ')}.` };
    const given = read.flatMap(([{ name }, one]) =>
      'value' in one && one.value !== null ? [[name, one.value] as const] : [],
    );
    values.push(Object.fromEntries(given));
  }
  return values.length > 0 ? { value: values } : { problem: 'need at least one row' };
}

export type ReadInput = { value: unknown } | { problem: string };

/** What was filled in, as it is stored; null for nothing. Whether it is good is the server's to say. */
export function readInput(field: FieldMetadata, input: string, terms: Terms): ReadInput {
  if (field.rows) return readRows(field.rows, rowsOf(input), terms);
  const text = input.trim();
  const control = controlOf(field);
  if (control === 'list') {
    const items = text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
    if (items.length === 0) return field.isRequired ? { problem: 'is missing' } : { value: null };
    if (field.element !== 'number') return { value: items };
    const numbers = items.map(Number);
    return numbers.every(Number.isFinite)
      ? { value: numbers }
      : { problem: 'has something that is no number' };
  }
  if (text === '') return field.isRequired ? { problem: 'is missing' } : { value: null };
  switch (control) {
    case 'boolean':
      return { value: text === 'true' };
    case 'number': {
      const number = Number(text.replace(/[\s,](?=\d{3}\b)/g, ''));
      if (!Number.isFinite(number)) return { problem: 'is not a number' };
      const value = number * unitsOf(field, terms);
      return { value: field.format === 'money' ? Math.round(value) : rounded(value) };
    }
    case 'instant': {
      const value = instantOf(field.hasTime ? text : `${text.slice(0, 10)}T00:00`, terms.timeZone);
      return value ? { value } : { problem: 'is not a date' };
    }
    default:
      return { value: control === 'longtext' ? input : text };
  }
}
