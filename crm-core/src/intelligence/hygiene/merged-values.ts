import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import { type Field, unwrap } from '../../entity/zod-fields.ts';

type Values = Record<string, unknown>;

/** By field, the id of the record whose value is to be kept. */
export type Choices = Readonly<Record<string, string>>;

/** Values that follow from others; each record's are counted anew. */
const COUNTED = new Set(['leadScore', 'leadGrade']);
const LONGEST_NOTES = 20_000;

/** The fields whose values come from one record or the other. */
const mergedFields = (entity: Entity): Field[] =>
  entity.fields.filter(({ name, hidden, readOnly }) => !hidden && !readOnly && !COUNTED.has(name));

/** The fuller record first, then the older. */
export function byFullness(entity: Entity, records: readonly AnyRecord[]): AnyRecord[] {
  const filled = (record: AnyRecord) =>
    mergedFields(entity).filter((field) => !isGap(field, fieldOf(record, field.name))).length +
    Object.keys(record.customFields ?? {}).length;
  return records.toSorted(
    (a, b) =>
      filled(b) - filled(a) || a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  );
}

/**
 * What has to change of the survivor for it to be all of them: its values win unless others were chosen, its gaps are
 * filled, lists are united and notes joined. Further e-mails, phones and domains keep what another field has no room for.
 * Whoever withdrew their consent on one of the records has withdrawn it.
 */
export function mergedValues(
  entity: Entity,
  survivor: AnyRecord,
  others: readonly AnyRecord[],
  choices: Choices = {},
): Values {
  const all = [survivor, ...others];
  const fields = mergedFields(entity);
  const next: Values = {};
  for (const field of fields) {
    const chosen = all.find(({ id }) => id === choices[field.name]);
    const values = all.map((record) => fieldOf(record, field.name));
    const isWithdrawn = field.name === 'consent' && values.includes('withdrawn');
    next[field.name] = isWithdrawn
      ? 'withdrawn'
      : chosen
        ? fieldOf(chosen, field.name)
        : joined(entity, field, values, all);
  }
  for (const field of fields) {
    const list = fields.find(({ name }) => name === furtherOf(field.name));
    if (!list) continue;
    const further = all.flatMap((record) =>
      [fieldOf(record, field.name) ?? [], fieldOf(record, list.name) ?? []].flat(),
    );
    next[list.name] = united(further).filter((one) => one !== next[field.name]);
  }
  const customFields = Object.assign(
    {},
    ...all.toReversed().map((record) => record.customFields ?? {}),
  ) as Values;
  for (const [name, id] of Object.entries(choices)) {
    const [, key] = name.split(/^customFields\./);
    if (key) customFields[key] = all.find((record) => record.id === id)?.customFields?.[key];
  }
  if (entity.hasCustomFields) next.customFields = customFields;
  return Object.fromEntries(
    Object.entries(next)
      .filter(([name, value]) => !isDeepStrictEqual(plain(value), plain(fieldOf(survivor, name))))
      .map(([name, value]) => [name, value ?? null]),
  );
}

/** Fields that are filled differently: which one is kept is a choice. */
export function differingFields(entity: Entity, records: readonly AnyRecord[]): Field[] {
  return mergedFields(entity).filter((field) => {
    if (field.kind === 'array' || field.format === 'longtext') return false;
    const values = records.map((record) => fieldOf(record, field.name)).filter((value) => !isEmpty(value));
    return values.some((value) => !isDeepStrictEqual(value, values[0]));
  });
}

function joined(
  entity: Entity,
  field: Field,
  values: readonly unknown[],
  all: readonly AnyRecord[],
): unknown {
  if (field.kind === 'array') return united(values.flatMap((value) => (Array.isArray(value) ? value : [])));
  if (field.format === 'longtext')
    return (
      [...new Set(values.filter((value) => !isEmpty(value)))].join('\n\n').slice(0, LONGEST_NOTES) ||
      undefined
    );
  const filled = values.filter((value) => !isGap(field, value));
  if (field.name === entity.talk?.touched?.field) return latest(filled);
  // nobody belongs to themselves
  const ids = new Set(all.map(({ id }) => id));
  return (
    filled.find((value) => !ids.has(String(value))) ?? (ids.has(String(values[0])) ? undefined : values[0])
  );
}

const latest = (values: readonly unknown[]): unknown =>
  values.filter((value) => value instanceof Date).toSorted((a, b) => b.getTime() - a.getTime())[0];

/** `otherEmails` of `email`. */
const furtherOf = (name: string): string => `other${name.charAt(0).toUpperCase()}${name.slice(1)}s`;

/** Each once, whatever its case. */
function united(values: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value);
    return seen.has(key) ? false : seen.add(key);
  });
}

const fieldOf = (record: AnyRecord, name: string): unknown => (({ ...record }) as Values)[name];

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** An empty list, an empty object and nothing are the same. */
const plain = (value: unknown): unknown =>
  isEmpty(value) ||
  (typeof value === 'object' && !(value instanceof Date) && Object.keys(value ?? {}).length === 0)
    ? null
    : value;

/** What a record has before anybody said anything is no information. */
const isGap = (field: Field, value: unknown): boolean =>
  isEmpty(value) || (field.kind === 'enum' && value === defaultOf(field.type));

function defaultOf(type: z.ZodType): unknown {
  return type instanceof z.ZodDefault && unwrap(type) instanceof z.ZodEnum
    ? type.def.defaultValue
    : undefined;
}
