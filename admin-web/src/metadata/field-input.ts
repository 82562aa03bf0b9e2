import type { FieldMetadata } from './kinds.ts';
import type { ValueStyle } from './value-text.ts';
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
  | 'list';

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
}: FieldMetadata): ControlKind | undefined {
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

/** A factor between what is stored and what is typed: minor units, shares. */
function unitsOf({ format }: FieldMetadata, { currency }: Terms): number {
  if (format === 'money') return 10 ** digitsOf(currency);
  return format === 'percent' ? 0.01 : 1;
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** A stored value as it stands in a control. @param terms - with the currency of the record */
export function inputOf(field: FieldMetadata, value: unknown, terms: Terms): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return String(rounded(value / unitsOf(field, terms)));
  if (field.kind === 'date' && typeof value === 'string')
    return field.hasTime ? localTime(value, terms.timeZone) : localTime(value, terms.timeZone).slice(0, 10);
  return String(value);
}

export type ReadInput = { value: unknown } | { problem: string };

/** What was filled in, as it is stored; null for nothing. Whether it is good is the server's to say. */
export function readInput(field: FieldMetadata, input: string, terms: Terms): ReadInput {
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
