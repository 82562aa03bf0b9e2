import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import type { MongoFilter } from './filter.ts';

export interface Sort {
  field: string;
  direction: 1 | -1;
}

/** `name` ascending, `-createdAt` descending. */
export function parseSort(text: string | undefined, allowed: (field: string) => boolean): Sort {
  const sort = text ?? '-createdAt';
  const field = sort.replace(/^-/, '');
  if (!allowed(field)) throw new InvalidError(`Cannot sort by "${field}".`, { sort: 'unknown field' });
  return { field: field === 'id' ? '_id' : field, direction: sort.startsWith('-') ? -1 : 1 };
}

const cursorSchema = z.object({ v: z.unknown(), d: z.boolean().optional(), id: z.string() });

/** An opaque mark of the last record of a page. */
export function encodeCursor(record: Record<string, unknown>, sort: Sort): string {
  const value = record[sort.field] ?? null;
  const isDate = value instanceof Date;
  return Buffer.from(
    JSON.stringify({ v: isDate ? value.getTime() : value, ...(isDate && { d: true }), id: record._id }),
  ).toString('base64url');
}

/** The condition "after the cursor" under the sort, ties broken by id; records without the value come first ascending. */
export function afterCursor(cursor: string, sort: Sort): MongoFilter {
  let mark: z.infer<typeof cursorSchema>;
  try {
    mark = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new InvalidError('The page cursor is not one of ours. Start again from the first page.');
  }
  const value = mark.d ? new Date(Number(mark.v)) : mark.v;
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    throw new InvalidError('The page cursor is not one of ours. Start again from the first page.');
  }
  const { field, direction } = sort;
  const beyond = direction === 1 ? '$gt' : '$lt';
  const tie = { [field]: value, _id: { [beyond]: mark.id } };
  if (field === '_id') return { _id: { [beyond]: mark.id } };
  if (value === null) return direction === 1 ? { $or: [{ [field]: { $ne: null } }, tie] } : tie;
  const further: MongoFilter[] = [{ [field]: { [beyond]: value } }, tie];
  if (direction === -1) further.push({ [field]: null });
  return { $or: further };
}
