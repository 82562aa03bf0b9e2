import { MongoError } from '../mongo-error.ts';
import { type IndexSpec, keyPatternOf } from '../storage/catalog-types.ts';
import type { Collection } from '../storage/collection.ts';
import { compareValues } from '../values/compare.ts';
import { isDoc } from '../values/doc.ts';

/** The index that a hint names, by name or by key pattern. @throws MongoError 2 when there is none */
export function resolveHint(
  collection: Collection | undefined,
  hint: unknown,
): IndexSpec | '$natural' | undefined {
  if (hint === undefined || hint === null || (isDoc(hint) && Object.keys(hint).length === 0))
    return undefined;
  if (isDoc(hint) && '$natural' in hint) return '$natural';
  const found = collection?.spec.indexes.find((index) =>
    typeof hint === 'string' ? index.name === hint : compareValues(keyPatternOf(index), hint) === 0,
  );
  if (!found) {
    throw new MongoError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return found;
}
