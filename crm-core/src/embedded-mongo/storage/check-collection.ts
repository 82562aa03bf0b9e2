import { type Doc, decode } from '../values/doc.ts';
import { checkNested } from '../wire/raw-bson.ts';
import type { IndexSpec } from './catalog-types.ts';
import type { IndexKeys } from './index-keys.ts';
import type { Store } from './store.ts';
import { entryKey, recordIdOf, tableRange } from './table-keys.ts';

export interface CheckResult {
  records: number;
  keysPerIndex: Record<string, number>;
  /** What is wrong, in words; empty when every index agrees with the records. */
  errors: string[];
}

/** Compares the entries of every index with those that the records ask for. */
export function checkCollection(
  store: Store,
  table: number,
  indexes: readonly IndexSpec[],
  keysOf: (index: IndexSpec, doc: ReturnType<typeof decode>) => IndexKeys,
): CheckResult {
  const wanted = indexes.map(() => 0);
  const errors: string[] = [];
  let records = 0;
  for (const { key, value } of store.entries(tableRange(table), Number.MAX_SAFE_INTEGER)) {
    records++;
    const recordId = recordIdOf(key);
    const doc = readable(value);
    if (!doc) {
      errors.push(`record ${recordId} cannot be read`);
      continue;
    }
    for (const [i, index] of indexes.entries()) {
      for (const values of keysOf(index, doc).keys) {
        wanted[i] = (wanted[i] as number) + 1;
        const entry = store.get(entryKey(index.table, values, index.isUnique ? undefined : recordId));
        if (!entry || recordIdOf(entry) !== recordId)
          errors.push(`${index.name}: no entry for record ${recordId}`);
      }
    }
  }
  const keysPerIndex: Record<string, number> = {};
  for (const [i, index] of indexes.entries()) {
    const found = store.count(tableRange(index.table));
    keysPerIndex[index.name] = found;
    if (found !== wanted[i]) errors.push(`${index.name}: ${found} entries, the records ask for ${wanted[i]}`);
  }
  return { records, keysPerIndex, errors };
}

function readable(bytes: Buffer): Doc | undefined {
  try {
    checkNested(bytes, 0, bytes.length, 0);
    return decode(bytes);
  } catch {
    return undefined;
  }
}
