import { z } from 'zod';
import type { OnDelete } from './on-delete.ts';

/** What a field's schema says of itself to forms, tables, tools and the language engine. */
export interface FieldMeta {
  /** As people read it: "Job title". */
  label?: string;
  /** Other words people use for it: ["role", "position"]. */
  aliases?: string[];
  /** The entity that an id in this field belongs to. */
  ref?: string;
  /** The field that names the entity, where an id may belong to one of several. */
  refBy?: string;
  /** Of a `ref`: what becomes of this record when that one is deleted. */
  onDelete?: OnDelete;
  format?: 'money' | 'phone' | 'email' | 'url' | 'percent' | 'longtext';
  /** Kept in the database, never shown or written through REST or tools. */
  hidden?: boolean;
  /** Set by Clianta, not by people. */
  readOnly?: boolean;
  /** What tools call the field; without it the name less its `Id`, `At` or `Minor`. */
  toolName?: string;
  /** The id of an entry in a list of the referred record: a stage of a pipeline. */
  part?: { of: string; list: string };
  /** The time of day matters; of other dates only the day is shown. */
  hasTime?: boolean;
  /** Of no interest on a record's card: shown with another field, or bookkeeping. */
  isAside?: boolean;
  /** Of a state that the record may be in: emptied when it is in another. */
  belongsTo?: { field: string; values: readonly string[] };
  /** Of a list of objects: people fill it in as a table, an entry a row. */
  hasRows?: boolean;
  /** Changes along with this field unless it is set by hand. */
  follows?: string;
  /** The words of its options mean other things as well: no filter is read out of them. */
  hasCommonWords?: boolean;
  /** What setting a value is called: `{ won: 'Close' }` makes "Close 3 deals as won". */
  verbs?: Readonly<Record<string, string>>;
}

export type FieldKind =
  | 'string'
  | 'number'
  | 'boolean'
  /** An instant. */
  | 'date'
  /** A day of the calendar, `2026-12-31`: the same one on every clock. */
  | 'day'
  | 'enum'
  | 'array'
  | 'object'
  | 'record'
  | 'unknown';

export interface Field extends FieldMeta {
  name: string;
  kind: FieldKind;
  isRequired: boolean;
  options?: string[];
  /** For arrays: what they hold. */
  element?: FieldKind;
  /** Of a list with rows: what each of them has. */
  rows?: Field[];
  type: z.ZodType;
}

declare module 'zod' {
  interface GlobalMeta extends FieldMeta {}
}

/** The schema under optional, nullable and default wrappers. */
export function unwrap(type: z.ZodType): z.ZodType {
  let inner = type;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault
  ) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner instanceof z.ZodPipe ? unwrap(inner.def.out as z.ZodType) : inner;
}

export function kindOf(type: z.ZodType): FieldKind {
  const inner = unwrap(type);
  if (inner instanceof z.ZodISODate) return 'day';
  if (inner instanceof z.ZodString || inner instanceof z.ZodStringFormat) return 'string';
  if (inner instanceof z.ZodNumber) return 'number';
  if (inner instanceof z.ZodBoolean) return 'boolean';
  if (inner instanceof z.ZodDate) return 'date';
  if (inner instanceof z.ZodEnum || inner instanceof z.ZodLiteral) return 'enum';
  if (inner instanceof z.ZodArray) return 'array';
  if (inner instanceof z.ZodObject) return 'object';
  if (inner instanceof z.ZodRecord) return 'record';
  return 'unknown';
}

/** Whether values of the kind lie in time: an instant or a day. */
export const isDated = (kind: FieldKind | undefined): boolean => kind === 'date' || kind === 'day';

/** Metadata wherever in the wrappers it was written. */
function metaOf(type: z.ZodType): FieldMeta {
  const own = type.meta() ?? {};
  const inner = unwrap(type);
  return inner === type ? own : { ...inner.meta(), ...own };
}

function humanize(name: string): string {
  const words = name.replace(/(Id|At|Minor)$/, '').replace(/([A-Z])/g, ' $1');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

export function fieldsOf(schema: z.ZodObject): Field[] {
  return Object.entries(schema.shape).map(([name, raw]) => {
    const type = raw as z.ZodType;
    const inner = unwrap(type);
    const field: Field = {
      label: humanize(name),
      ...metaOf(type),
      name,
      kind: kindOf(type),
      isRequired: !type.safeParse(undefined).success,
      type,
    };
    if (inner instanceof z.ZodEnum) field.options = inner.options.map(String);
    if (inner instanceof z.ZodArray) {
      const element = unwrap(inner.element as z.ZodType);
      field.element = kindOf(element);
      if (field.hasRows && element instanceof z.ZodObject) field.rows = fieldsOf(element);
    }
    return field;
  });
}

/** Every field may be left out; one that a record may lack can be cleared with null. Defaults do not apply. */
export function updateSchemaOf(schema: z.ZodObject): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, raw] of Object.entries(schema.shape)) {
    const type = raw as z.ZodType;
    const mayLack = type instanceof z.ZodOptional || type instanceof z.ZodNullable;
    let inner = type;
    while (
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodNullable
    ) {
      inner = inner.unwrap() as z.ZodType;
    }
    shape[name] = mayLack ? inner.nullable().optional() : inner.optional();
  }
  return z.strictObject(shape);
}
