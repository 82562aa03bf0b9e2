import type { Entity } from './define-entity.ts';
import { orderKey } from './order-key.ts';
import { phoneWords } from './phone-number.ts';
import { type SearchKeys, searchKeys } from './search-text.ts';
import type { Field } from './zod-fields.ts';

type Values = Record<string, unknown>;

interface RecordKeys extends Partial<SearchKeys> {
  /** By field, in what place its text comes. */
  order?: Values;
  /** What it shares with records that may be the same. */
  match?: string[];
}

/** Whether records are put in order by the field's text as people read it; ids, days and long texts are as they are. */
export function hasOrderKey(entity: Entity, field: Field): boolean {
  return (
    entity.isAudited && field.kind === 'string' && !field.ref && !field.hidden && field.format !== 'longtext'
  );
}

/** Where the place of a field's text is stored. */
export const orderPath = (path: string): string => `search.order.${path}`;

/** What a record stores beside its values to be found by its words and to be put in order. */
export function recordKeys(entity: Entity, values: Values): { search?: RecordKeys } {
  const order = textsOf(
    entity.fields.filter((field) => hasOrderKey(entity, field)).map(({ name }) => name),
    values,
  );
  const own = (values.customFields as Values | undefined | null) ?? {};
  const customFields = entity.isAudited ? textsOf(Object.keys(own), own) : undefined;
  const match = entity.matchKeys?.(values as never) ?? [];
  const keys: RecordKeys = {
    ...(entity.search && foundBy(entity, entity.search, values)),
    ...((order || customFields) && { order: { ...order, ...(customFields && { customFields }) } }),
    ...(match.length > 0 && { match }),
  };
  return Object.keys(keys).length > 0 ? { search: keys } : {};
}

/** The words of texts, and the digits of phone numbers: one with a digit wrong is somebody else's. */
function foundBy(entity: Entity, names: readonly string[], values: Values): SearchKeys {
  const isPhone = (name: string) => isPhoneField(entity, name);
  const keys = searchKeys(names.filter((name) => !isPhone(name)).map((name) => wordsOf(values[name])));
  const numbers = names.filter(isPhone).flatMap((name) => textsIn(values[name]).flatMap(phoneWords));
  return { ...keys, words: [...keys.words, ...numbers.filter(Boolean)] };
}

export const isPhoneField = (entity: Entity, name: string): boolean =>
  entity.fields.some((field) => field.name === name && field.format === 'phone');

function textsOf(names: readonly string[], values: Values): Values | undefined {
  const texts = names.flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' ? [[name, orderKey(value)] as const] : [];
  });
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

const textsIn = (value: unknown): string[] =>
  [value].flat().filter((item): item is string => typeof item === 'string');

const wordsOf = (value: unknown): string => textsIn(value).join(' ');
