import type { CountryCode } from 'libphonenumber-js/min';
import { DateTime } from 'luxon';
import { InvalidError } from '../errors.ts';
import { dayOf, isDay } from './days.ts';
import type { Entity } from './define-entity.ts';
import { normalEmail } from './email-address.ts';
import type { Condition, Filter } from './filter.schema.ts';
import { comparable, comparesMoney, currencyNamedBy, type Money } from './money.ts';
import { isKnownPhone, normalPhone } from './phone-number.ts';
import { hasOrderKey, orderPath } from './record-keys.ts';
import { searchTerms, typoForms } from './search-text.ts';
import type { Field, FieldKind } from './zod-fields.ts';

export type MongoFilter = Record<string, unknown>;

/** What is asked about fields that every record has. */
const SYSTEM_KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ['id', 'string'],
  ['createdAt', 'date'],
  ['updatedAt', 'date'],
  ['deletedAt', 'date'],
  ['createdBy', 'string'],
  ['version', 'number'],
  ['isDemo', 'boolean'],
]);

export interface FilterContext {
  now: Date;
  timeZone: string;
  /** The country of phone numbers without a country code. */
  phoneRegion?: CountryCode | undefined;
  /** What amounts are compared by; left out: as plain numbers. */
  money?: Money;
  /** Kinds of the workspace's own fields, by key. */
  customFields: ReadonlyMap<string, FieldKind>;
}

const RELATIVE = /^(now|today)(?:([+-]\d+)([hdwmqy]))?$/;
const UNITS = { h: 'hours', d: 'days', w: 'weeks', m: 'months', q: 'quarters', y: 'years' } as const;

/** `now`, `today`, `now-30d`, `today+2w` or an ISO 8601 date; a date without a zone is in the workspace's zone. */
export function parseInstant(
  value: unknown,
  context: Pick<FilterContext, 'now' | 'timeZone'>,
): Date | undefined {
  if (value instanceof Date) return value;
  if (typeof value !== 'string') return undefined;
  const relative = RELATIVE.exec(value);
  if (relative) {
    const [, base, amount, unit] = relative;
    let at = DateTime.fromJSDate(context.now, { zone: context.timeZone });
    if (base === 'today') at = at.startOf('day');
    if (amount && unit) at = at.plus({ [UNITS[unit as keyof typeof UNITS]]: Number(amount) });
    return at.toJSDate();
  }
  const iso = DateTime.fromISO(value, { zone: context.timeZone });
  return iso.isValid ? iso.toJSDate() : undefined;
}

/** A day as it is, or the one that an instant in whatever form of `parseInstant` lies in. */
export function parseDay(
  value: unknown,
  context: Pick<FilterContext, 'now' | 'timeZone'>,
): string | undefined {
  if (isDay(value)) return value;
  const at = parseInstant(value, context);
  return at && dayOf(at, context.timeZone);
}

export interface ResolvedField {
  /** Where it is stored. */
  path: string;
  /** Of a list, what it holds. */
  kind: FieldKind;
  isList: boolean;
  /** Where its place in an order for people is stored, for a text. */
  order?: string;
  field?: Field;
}

/** A field that may be asked about. @throws InvalidError naming the fields there are */
export function resolveField(
  entity: Entity,
  name: string,
  context: Pick<FilterContext, 'customFields'>,
): ResolvedField {
  const system = SYSTEM_KINDS.get(name);
  if (system) return { path: name === 'id' ? '_id' : name, kind: system, isList: false };
  const field = entity.fields.find((candidate) => candidate.name === name && !candidate.hidden);
  if (field) {
    const isList = field.kind === 'array';
    return {
      path: name,
      kind: isList ? (field.element ?? 'unknown') : field.kind,
      isList,
      field,
      ...(hasOrderKey(entity, field) && { order: orderPath(name) }),
    };
  }
  const custom = name.startsWith('customFields.') ? name.slice('customFields.'.length) : undefined;
  const kind = custom === undefined ? undefined : context.customFields.get(custom);
  if (kind) {
    const order = kind === 'string' && entity.isAudited ? { order: orderPath(name) } : {};
    return { path: name, kind: kind === 'array' ? 'string' : kind, isList: kind === 'array', ...order };
  }
  const known = [...entity.fields.filter((f) => !f.hidden).map((f) => f.name), ...SYSTEM_KINDS.keys()];
  throw new InvalidError(`A ${entity.label.one} has no field "${name}". Fields: ${known.join(', ')}.`, {
    [name]: 'unknown field',
  });
}

function castValue(name: string, kind: FieldKind, value: unknown, context: FilterContext): unknown {
  const wrong = (wanted: string) =>
    new InvalidError(`The filter on "${name}" needs ${wanted}, not ${JSON.stringify(value)}.`, {
      [name]: wanted,
    });
  switch (kind) {
    case 'number': {
      const number = typeof value === 'number' ? value : Number(value);
      if (value === '' || value === null || !Number.isFinite(number)) throw wrong('a number');
      return number;
    }
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw wrong('true or false');
    case 'date': {
      const at = parseInstant(value, context);
      if (!at) throw wrong('a date such as 2026-03-31, "today" or "now-30d"');
      return at;
    }
    case 'day': {
      const day = parseDay(value, context);
      if (!day) throw wrong('a day such as 2026-03-31, "today" or "today-30d"');
      return day;
    }
    case 'object':
    case 'record':
    case 'unknown':
      throw wrong('no comparison but is_empty and is_set');
    default:
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        throw wrong('text');
      return String(value);
  }
}

/** A number or an address in the one way in which it is stored. */
function asStored(field: Field | undefined, value: unknown, region: CountryCode | undefined): unknown {
  if (typeof value !== 'string') return value;
  if (field?.format === 'phone') return normalPhone(value, region);
  return field?.format === 'email' ? normalEmail(value) : value;
}

const escapeRegex = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function compileCondition(entity: Entity, condition: Condition, context: FilterContext): MongoFilter {
  const { path, kind, field } = resolveField(entity, condition.field, context);
  const cast = (value: unknown) =>
    asStored(field, castValue(condition.field, kind, value, context), context.phoneRegion);
  const text = () => {
    if (kind !== 'string' && kind !== 'enum') {
      throw new InvalidError(
        `The filter on "${condition.field}" cannot look for a part of it: it is not text.`,
        {
          [condition.field]: 'is not text',
        },
      );
    }
    return escapeRegex(String(condition.value ?? ''));
  };
  const list = () => (Array.isArray(condition.value) ? condition.value : [condition.value]).map(cast);
  switch (condition.op) {
    case 'eq':
      return { [path]: condition.value === null ? null : cast(condition.value) };
    case 'ne':
      return { [path]: { $ne: condition.value === null ? null : cast(condition.value) } };
    case 'in':
      return { [path]: { $in: list() } };
    case 'not_in':
      return { [path]: { $nin: list() } };
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { [path]: { [`$${condition.op}`]: cast(condition.value) } };
    case 'contains':
      if (field?.format === 'phone')
        return { [path]: { $regex: partOfPhone(String(condition.value ?? ''), cast) } };
      return { [path]: { $regex: wholeShort(text()), $options: 'i' } };
    case 'starts_with':
      return { [path]: { $regex: `^${text()}`, $options: 'i' } };
    case 'is_empty':
      return { [path]: { $in: [null, '', []] } };
    case 'is_set':
      return { [path]: { $nin: [null, '', []] } };
  }
}

/** Digits that a number is told by, whatever stands before them. */
const SUBSCRIBER = 7;

/** Stored numbers have no spaces: a whole one is found as it is stored, a part of one by its last digits. */
function partOfPhone(text: string, stored: (value: unknown) => unknown): string {
  const whole = String(stored(text));
  const digits = text.replace(/\D/g, '');
  return isKnownPhone(whole) ? escapeRegex(whole) : digits.slice(-SUBSCRIBER).split('').join('\\D*');
}

/** A few letters are a word of their own: "CTO" is not in "Director". Longer text is found anywhere. */
const wholeShort = (pattern: string): string =>
  /^[a-z]{1,3}$/i.test(pattern) ? `\\b${pattern}\\b` : pattern;

/**
 * A comparison of amounts: the value is in minor units of the workspace's currency, and of the one that the conditions
 * name where they do. What has no rate is not among the matches.
 */
function compileAmount(
  entity: Entity,
  condition: Condition,
  beside: readonly Condition[],
  context: FilterContext,
): MongoFilter | undefined {
  const { money } = context;
  if (!money || !comparesMoney(entity, condition) || currencyNamedBy(beside)) return undefined;
  const { path } = resolveField(entity, condition.field, context);
  const cast = (value: unknown) => castValue(condition.field, 'number', value, context) as number;
  const isExact = condition.op === 'eq' || condition.op === 'in';
  if (condition.op === 'eq' && condition.value === null) return undefined;
  const given = (Array.isArray(condition.value) ? condition.value : [condition.value]).map(cast);
  const groups = [...comparable(money)].map(([code, factor]) => {
    const values = given.map((value) => (isExact ? Math.round(value / factor) : minorOf(value / factor)));
    const test = isExact ? { $in: values } : { [`$${condition.op}`]: values[0] };
    return { currency: code === money.currency ? { $in: [null, code] } : code, [path]: test };
  });
  return groups.length === 1 ? (groups[0] as MongoFilter) : { $or: groups };
}

/** Minor units are whole: what a rate has moved off a whole number by its rounding is that number. */
const minorOf = (amount: number): number =>
  Math.abs(amount - Math.round(amount)) < 1e-6 ? Math.round(amount) : amount;

/** Every word of the text begins a word of the record, and every two signs of a script without spaces are in it; `withTypos`: one letter of each longer word may be wrong. */
export function compileSearch(text: string, withTypos: boolean): MongoFilter {
  const { words, pieces } = searchTerms(text);
  if (words.length + pieces.length === 0) return { _id: { $in: [] } };
  return {
    $and: [
      ...words.map((word) =>
        withTypos && word.length >= 4
          ? { 'search.typos': { $in: typoForms(word) } }
          : { 'search.words': { $regex: `^${escapeRegex(word)}` } },
      ),
      ...pieces.map((piece) => ({
        'search.words': [...piece].length > 1 ? piece : { $regex: `^${escapeRegex(piece)}` },
      })),
    ],
  };
}

/**
 * A filter as MongoDB's query, without the tenant. Only the entity's own visible fields can be asked about, and every
 * value is cast to the field's kind, so no operator can come in from outside.
 *
 * @throws InvalidError naming the field and what it needs
 */
export function compileFilter(entity: Entity, filter: Filter, context: FilterContext): MongoFilter {
  const parts: MongoFilter[] = [];
  // both are named where all are wanted: the indexes of audited entities begin with it
  if (filter.deleted !== 'all') parts.push({ isDeleted: filter.deleted === 'only' });
  else if (entity.isAudited) parts.push({ isDeleted: { $in: [false, true] } });
  const compiled = (condition: Condition, beside: readonly Condition[]) =>
    compileAmount(entity, condition, beside, context) ?? compileCondition(entity, condition, context);
  const where = filter.where ?? [];
  for (const condition of where) parts.push(compiled(condition, where));
  if (filter.anyOf?.length) {
    parts.push({
      $or: filter.anyOf.map((group) => ({
        $and: group.length ? group.map((condition) => compiled(condition, [...where, ...group])) : [{}],
      })),
    });
  }
  return parts.length === 1 ? (parts[0] as MongoFilter) : { $and: parts.length ? parts : [{}] };
}
