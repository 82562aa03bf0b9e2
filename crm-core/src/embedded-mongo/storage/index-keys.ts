import { MongoError } from '../mongo-error.ts';
import { type Doc, fieldOf, isDoc } from '../values/doc.ts';
import type { IndexSpec } from './catalog-types.ts';
import { cutKey, EMPTY_ARRAY, encodeRow, MAX_KEY_BYTES } from './key-encoding.ts';

export interface IndexKeys {
  keys: Buffer[];
  /** Per field: whether an array lay on its path; empty when none did. */
  multikey: readonly boolean[];
  hasCutKeys: boolean;
}

interface Values {
  values: unknown[];
  /** The array whose elements gave the values, if any. */
  array: { path: string; length: number } | undefined;
  exists: boolean;
}

/** Array positions with more steps than this are treated as part of a name. */
const POSITION = /^(0|[1-9]\d{0,8})$/;

/** What a document holds at a dotted path, arrays on the way opened. A missing field counts as null. */
function collect(root: Doc, path: string): Values {
  const found: Values = { values: [], array: undefined, exists: false };
  if (path.includes('.')) walk(root, path.split('.'), 0, found);
  else addLeaf(fieldOf(root, path), [path], 1, found);
  return found;
}

function addLeaf(value: unknown, steps: readonly string[], at: number, found: Values): void {
  if (value !== undefined) found.exists = true;
  if (!Array.isArray(value)) {
    found.values.push(value ?? null);
    return;
  }
  found.array ??= { path: steps.slice(0, at).join('.'), length: value.length };
  if (value.length === 0) found.values.push(EMPTY_ARRAY);
  for (const item of value) found.values.push(item);
}

function walk(value: unknown, steps: readonly string[], at: number, found: Values): void {
  if (at === steps.length) {
    addLeaf(value, steps, at, found);
    return;
  }
  const step = steps[at] as string;
  if (isDoc(value)) {
    walk(fieldOf(value, step), steps, at + 1, found);
    return;
  }
  if (!Array.isArray(value)) {
    found.values.push(null);
    return;
  }
  if (POSITION.test(step) && Number(step) < value.length) {
    walk(value[Number(step)], steps, at + 1, found);
    return;
  }
  found.array ??= { path: steps.slice(0, at).join('.'), length: value.length };
  if (value.length === 0) found.values.push(null);
  for (const item of value) {
    if (isDoc(item)) walk(item, steps, at, found);
    else found.values.push(null);
  }
}

/**
 * The keys under which an index holds a document, without duplicates.
 *
 * @throws MongoError 171 when two of the index's fields hold different arrays
 */
export function indexKeysOf(index: IndexSpec, doc: Doc): IndexKeys {
  return plainKeysOf(index, doc) ?? keysOfColumns(index, doc);
}

const NONE_MULTIKEY: readonly boolean[] = [];

/** The one key of a document that has a single value in each of the index's fields; undefined for any other case. */
function plainKeysOf(index: IndexSpec, doc: Doc): IndexKeys | undefined {
  if (index.isSparse) return undefined;
  for (const { path } of index.fields) if (Array.isArray(doc[path]) || path.includes('.')) return undefined;
  const whole = encodeRow(
    index.fields,
    (i) => fieldOf(doc, (index.fields[i] as { path: string }).path) ?? null,
  );
  return { keys: [cutKey(whole)], multikey: NONE_MULTIKEY, hasCutKeys: whole.length > MAX_KEY_BYTES };
}

function keysOfColumns(index: IndexSpec, doc: Doc): IndexKeys {
  const columns = index.fields.map((field) => collect(doc, field.path));
  const multikey = columns.map((column) => column.array !== undefined);
  if (index.isSparse && !columns.some((column) => column.exists)) {
    return { keys: [], multikey: multikey.map(() => false), hasCutKeys: false };
  }
  const arrays = columns.filter((column) => column.array);
  const shared = arrays[0]?.array;
  for (const column of arrays) {
    if (column.array?.path !== shared?.path) {
      throw new MongoError(
        'CannotIndexParallelArrays',
        `cannot index parallel arrays [${lastStep(column.array?.path)}] [${lastStep(shared?.path)}]`,
      );
    }
  }
  const rows = Math.max(...columns.map((column) => column.values.length));
  let hasCutKeys = false;
  const seen = new Map<string, Buffer>();
  for (let row = 0; row < rows; row++) {
    const whole = encodeRow(index.fields, (i) => {
      const { values } = columns[i] as Values;
      return values.length === 1 ? values[0] : values[row];
    });
    if (whole.length > MAX_KEY_BYTES) hasCutKeys = true;
    if (rows === 1) return { keys: [cutKey(whole)], multikey, hasCutKeys };
    seen.set(whole.toString('latin1'), cutKey(whole));
  }
  return { keys: [...seen.values()], multikey, hasCutKeys };
}

const lastStep = (path: string | undefined) => path?.split('.').at(-1) ?? '';
