import { z } from 'zod';
import type { Entity } from '../../entity/define-entity.ts';
import type { Field } from '../../entity/zod-fields.ts';
import { type Columns, ID_PROPERTY, type PageThere } from './data-source.ts';
import { richText } from './notion-blocks.ts';

type Values = Readonly<Record<string, unknown>>;

/** A column that has the name of a field, and holds what it holds. */
export interface PageField {
  field: Field;
  column: string;
  /** What is compared is plain: text, a number, true or false, or null. */
  read(property: unknown): unknown;
  write(value: unknown): unknown;
  fromOurs(record: Values): unknown;
  toOurs(value: unknown): unknown;
}

interface Codec {
  kinds: ReadonlySet<Field['kind']>;
  read(property: unknown): unknown;
  write(value: unknown): unknown;
}

const writtenSchema = z.array(z.object({ plain_text: z.string() }));
const written = (of: string) => (property: unknown) => {
  const found = z.object({ [of]: writtenSchema }).safeParse(property).data?.[of];
  return found?.map((one) => one.plain_text).join('') || null;
};
const plain = (of: string) => (property: unknown) =>
  z.object({ [of]: z.union([z.string(), z.number(), z.boolean()]) }).safeParse(property).data?.[of] ?? null;
const chosen = (property: unknown) =>
  z.object({ select: z.object({ name: z.string() }) }).safeParse(property).data?.select.name ?? null;
const startOf = (property: unknown) =>
  z
    .object({ date: z.object({ start: z.string() }) })
    .safeParse(property)
    .data?.date.start.slice(0, 10) ?? null;
const text = (value: unknown) => richText(value === null ? '' : String(value));
const choice = (value: unknown) => (value === null ? null : { name: String(value) });

const TEXTS: ReadonlySet<Field['kind']> = new Set(['string', 'enum']);
const CODECS: Readonly<Record<string, Codec>> = {
  title: { kinds: new Set(['string']), read: written('title'), write: (value) => ({ title: text(value) }) },
  rich_text: { kinds: TEXTS, read: written('rich_text'), write: (value) => ({ rich_text: text(value) }) },
  email: { kinds: TEXTS, read: plain('email'), write: (email) => ({ email }) },
  phone_number: { kinds: TEXTS, read: plain('phone_number'), write: (phone_number) => ({ phone_number }) },
  url: { kinds: TEXTS, read: plain('url'), write: (url) => ({ url }) },
  select: { kinds: new Set(['enum']), read: chosen, write: (value) => ({ select: choice(value) }) },
  number: { kinds: new Set(['number']), read: plain('number'), write: (number) => ({ number }) },
  checkbox: {
    kinds: new Set(['boolean']),
    read: plain('checkbox'),
    write: (value) => ({ checkbox: value === true }),
  },
  date: {
    kinds: new Set(['day']),
    read: startOf,
    write: (value) => ({ date: value === null ? null : { start: value } }),
  },
};
/** What a record is called by, where that is one field. */
const TITLES = ['name', 'title'];

/** The columns that are kept the same as fields: those named like one, of a kind that holds it, and the page's title. */
export function pageFields({ fields }: Pick<Entity, 'fields'>, columns: Columns): PageField[] {
  const byName = new Map(Object.keys(columns).map((column) => [column.toLowerCase(), column]));
  const titleColumn = Object.keys(columns).find((column) => columns[column]?.type === 'title');
  const title = fields.find(({ name, kind }) => kind === 'string' && TITLES.includes(name));
  return fields.flatMap((field) => {
    if (field.hidden || field.readOnly || field.ref) return [];
    const column = field === title ? titleColumn : byName.get((field.label ?? field.name).toLowerCase());
    const type = columns[column ?? '']?.type ?? '';
    const codec = CODECS[type];
    if (!column || column === ID_PROPERTY || !codec?.kinds.has(field.kind)) return [];
    if (type === 'title' && field !== title) return [];
    const parts = field.format === 'money' ? 100 : 1;
    return [
      {
        field,
        column,
        read: codec.read,
        write: codec.write,
        fromOurs: (record) => {
          const value = record[field.name] ?? null;
          return parts > 1 && typeof value === 'number' ? value / parts : value === '' ? null : value;
        },
        toOurs: (value) => {
          if (field.kind === 'enum') return optionNamed(field, value);
          return parts > 1 && typeof value === 'number' ? Math.round(value * parts) : value;
        },
      },
    ];
  });
}

/** People write options with other capitals and spaces. */
function optionNamed({ options = [] }: Field, value: unknown): unknown {
  const same = (one: string) => one.toLowerCase().replace(/[\s_-]+/g, '');
  return options.find((one) => same(one) === same(String(value))) ?? value;
}

/** What a page says of the fields. */
export function valuesThere(
  fields: readonly PageField[],
  { properties }: PageThere,
): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .filter(({ column }) => column in properties)
      .map(({ field, column, read, toOurs, fromOurs }) => {
        const value = read(properties[column]);
        // an option is compared as it is called here
        return [field.name, field.kind === 'enum' ? fromOurs({ [field.name]: toOurs(value) }) : value];
      }),
  );
}

export const valuesHere = (fields: readonly PageField[], record: Values): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ field, fromOurs }) => [field.name, fromOurs(record)]));

/** Those fields as a page's properties. */
export const propertiesOf = (fields: readonly PageField[], values: Values): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter(({ field }) => field.name in values)
      .map(({ field, column, write }) => [column, write(values[field.name] ?? null)]),
  );
