import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import type { MongoFilter, ResolvedField } from './filter.ts';
import { orderKey } from './order-key.ts';
import type { FieldKind } from './zod-fields.ts';

export interface Sort {
  field: string;
  /** Where a record has the value; `field` is where its place in the order is stored. */
  of: string;
  kind: FieldKind;
  direction: 1 | -1;
}

/**
 * `name` ascending, `-createdAt` descending.
 *
 * @param resolve - throws for a field that is not there
 */
export function parseSort(
  text: string | undefined,
  resolve: (field: string) => Pick<ResolvedField, 'path' | 'kind' | 'isList' | 'order'>,
): Sort {
  const sort = text ?? '-createdAt';
  const name = sort.replace(/^-/, '');
  const { path, kind, isList, order = path } = resolve(name);
  if (isList || !SORTABLE.has(kind)) {
    throw new InvalidError(`Cannot sort by "${name}": it is not a single value.`, {
      sort: 'cannot sort by it',
    });
  }
  return { field: order, of: path, kind, direction: sort.startsWith('-') ? -1 : 1 };
}

const SORTABLE: ReadonlySet<FieldKind> = new Set(['string', 'number', 'boolean', 'date', 'day', 'enum']);

const cursorSchema = z.strictObject({
  /** The order that it is a place in. */
  s: z.string(),
  v: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  d: z.literal(true).optional(),
  t: z.literal(true).optional(),
  id: z.string().min(1).max(200),
});

/** Where a page ended. */
export interface PageMark {
  value: string | number | boolean | Date | null;
  id: string;
  /** The search was one that forgives a typo, and has to stay one. */
  withTypos: boolean;
}

/** An opaque mark of the last record of a page. */
export function encodeCursor(record: Record<string, unknown>, sort: Sort, withTypos: boolean): string {
  let value: unknown = record;
  for (const step of sort.of.split('.')) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    value = isThere ? (value as Record<string, unknown>)[step] : undefined;
  }
  if (sort.field !== sort.of && typeof value === 'string') value = orderKey(value);
  const at = value instanceof Date ? { v: value.getTime(), d: true } : { v: value ?? null };
  const mark = { s: orderOf(sort), ...at, ...(withTypos && { t: true }), id: record._id };
  return Buffer.from(JSON.stringify(mark)).toString('base64url');
}

/** @throws InvalidError for what `encodeCursor` has not made for this order */
export function readCursor(cursor: string, sort: Sort): PageMark {
  try {
    const mark = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    const value = mark.d ? z.date().parse(new Date(Number(mark.v))) : mark.v;
    if (mark.s !== orderOf(sort) || !couldBe(value, sort)) throw new Error('of another order');
    return { value, id: mark.id, withTypos: mark.t === true };
  } catch {
    throw new InvalidError('The page cursor is not one of ours. Start again from the first page.');
  }
}

const orderOf = ({ field, direction }: Sort): string => (direction === 1 ? field : `-${field}`);

const JSON_TYPES: ReadonlyMap<FieldKind, string> = new Map([
  ['string', 'string'],
  ['enum', 'string'],
  ['day', 'string'],
  ['number', 'number'],
  ['boolean', 'boolean'],
]);

/** Whether a record could have the value there; an own field may have been of another type when it was filled in. */
function couldBe(value: PageMark['value'], { of, kind }: Sort): boolean {
  if (value === null || of.startsWith('customFields.')) return true;
  if (kind === 'date') return value instanceof Date;
  const type = JSON_TYPES.get(kind);
  return type === undefined || typeof value === type;
}

/** The condition "after the mark" under the sort, ties broken by id; records without the value come first ascending. */
export function afterMark({ value, id }: PageMark, sort: Sort): MongoFilter {
  const { field, direction } = sort;
  const beyond = direction === 1 ? '$gt' : '$lt';
  const tie = { [field]: value, _id: { [beyond]: id } };
  if (field === '_id') return { _id: { [beyond]: id } };
  if (value === null) return direction === 1 ? { $or: [{ [field]: { $ne: null } }, tie] } : tie;
  const further: MongoFilter[] = [{ [field]: { [beyond]: value } }, tie];
  if (direction === -1) further.push({ [field]: null });
  return { $or: further };
}
