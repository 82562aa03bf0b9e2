import { MongoError } from '../mongo-error.ts';
import { EMPTY_ARRAY, encodeValue } from '../storage/key-encoding.ts';
import { type Doc, fieldOf, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';

export type SortSpec = ReadonlyArray<{ path: string; direction: 1 | -1 }>;

/** @throws MongoError 15974 or 15975 as MongoDB does */
export function parseSort(sort: unknown): SortSpec {
  if (sort === undefined || sort === null) return [];
  if (!isDoc(sort)) throw new MongoError('TypeMismatch', 'Expected field sort to be of type object');
  return Object.entries(sort).map(([path, direction]) => {
    if (path === '') throw new MongoError(15976, 'sort key must not be empty');
    if (!isBsonNumber(direction)) throw new MongoError(15974, `Illegal key in $sort specification: ${path}`);
    const value = Number(direction);
    if (value !== 1 && value !== -1) {
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    return { path, direction: value };
  });
}

/** The values at a path, arrays opened; the least (ascending) or greatest (descending) of them sorts the document. */
function sortValues(value: unknown, steps: readonly string[], at: number, found: unknown[]): void {
  if (at === steps.length) {
    if (!Array.isArray(value)) found.push(value ?? null);
    else if (value.length === 0) found.push(EMPTY_ARRAY);
    else found.push(...value);
    return;
  }
  const step = steps[at] as string;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(step) && Number(step) < value.length) {
      sortValues(value[Number(step)], steps, at + 1, found);
      return;
    }
    for (const item of value) if (isDoc(item)) sortValues(item, steps, at, found);
    if (found.length === 0) found.push(null);
  } else if (isDoc(value)) sortValues(fieldOf(value, step), steps, at + 1, found);
  else found.push(null);
}

/** Bytes whose order is the wanted order of the documents. */
export function sortKeyOf(doc: Doc, sort: SortSpec): Buffer {
  const parts = sort.map(({ path, direction }) => {
    const values: unknown[] = [];
    sortValues(doc, path.split('.'), 0, values);
    const keys = values.map((value) => encodeValue(value, direction));
    return keys.reduce((least, key) => (Buffer.compare(key, least) < 0 ? key : least));
  });
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

/** Sorts in place; documents that are equal keep their order. */
export function sortDocs<T>(items: T[], docOf: (item: T) => Doc, sort: SortSpec): T[] {
  const keyed = items.map((item) => ({ item, key: sortKeyOf(docOf(item), sort) }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  return keyed.map(({ item }) => item);
}
