import { MongoError } from '../mongo-error.ts';
import type { Hint } from '../query/planner.ts';
import { keyPatternOf } from '../storage/catalog-types.ts';
import type { Collection } from '../storage/collection.ts';
import { compareValues } from '../values/compare.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { wrongType } from './command.ts';

/** The index that a hint names, by name or by key pattern. @throws MongoError 2 when there is none */
export function resolveHint(collection: Collection | undefined, hint: unknown): Hint | undefined {
  if (hint === undefined || hint === null || (isDoc(hint) && Object.keys(hint).length === 0))
    return undefined;
  if (isDoc(hint) && '$natural' in hint) return naturalHint(hint);
  if (!isDoc(hint) && typeof hint !== 'string') throw wrongType('hint', hint, 'string or object');
  const found = collection?.spec.indexes.find((index) =>
    typeof hint === 'string' ? index.name === hint : compareValues(keyPatternOf(index), hint) === 0,
  );
  if (!found || found.isHidden) {
    throw new MongoError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return found;
}

/** `{ $natural: 1 }` or `{ $natural: -1 }`, as a hint or as a sort. @throws MongoError 2 for anything beside it */
export function naturalHint(pattern: Doc): '$natural' | '-$natural' {
  const direction = isBsonNumber(pattern.$natural) ? Number(pattern.$natural) : 0;
  if (Math.abs(direction) !== 1) throw new MongoError('BadValue', '$natural must be either 1 or -1');
  if (Object.keys(pattern).length > 1) {
    throw new MongoError('BadValue', 'Cannot use $natural together with other fields');
  }
  return direction === 1 ? '$natural' : '-$natural';
}
