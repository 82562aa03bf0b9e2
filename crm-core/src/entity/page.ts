import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import type { MongoFilter, ResolvedField } from './filter.ts';
import type { FieldKind } from './zod-fields.ts';

export interface Sort {
  field: string;
  direction: 1 | -1;
}

/**
 * `name` ascending, `-createdAt` descending.
 *
 * @param resolve - throws for a field that is not there
 */
export function parseSort(
  text: string | undefined,
  resolve: (field: string) => Pick<ResolvedField, 'path' | 'kind' | 'isList'>,
): Sort {
  const sort = text ?? '-createdAt';
  const name = sort.replace(/^-/, '');
  const { path, kind, isList } = resolve(name);
  if (isList || !SORTABLE.has(kind)) {
    throw new InvalidError(`Cannot sort by "${name}": it is not a single value.`, {
      sort: 'cannot sort by it',
    });
  }
  return { field: path, direction: sort.startsWith('-') ? -1 : 1 };
}

const SORTABLE: ReadonlySet<FieldKind> = new Set(['string', 'number', 'boolean', 'date', 'enum']);

const cursorSchema = z.object({
  v: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  d: z.boolean().optional(),
  t: z.boolean().optional(),
  id: z.string(),
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
  for (const step of sort.field.split('.')) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    value = isThere ? (value as Record<string, unknown>)[step] : undefined;
  }
  const mark = value instanceof Date ? { v: value.getTime(), d: true } : { v: value ?? null };
  return Buffer.from(JSON.stringify({ ...mark, ...(withTypos && { t: true }), id: record._id })).toString(
    'base64url',
  );
}

/** @throws InvalidError for what `encodeCursor` has not made */
export function readCursor(cursor: string): PageMark {
  try {
    const mark = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { value: mark.d ? new Date(Number(mark.v)) : mark.v, id: mark.id, withTypos: mark.t === true };
  } catch {
    throw new InvalidError('The page cursor is not one of ours. Start again from the first page.');
  }
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
