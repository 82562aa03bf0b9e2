import { type IndexSpec, keyPatternOf } from '../storage/catalog-types.ts';
import type { Doc } from '../values/doc.ts';

/** An index as listIndexes shows it. */
export function indexInfo(index: IndexSpec): Doc {
  return {
    v: 2,
    key: keyPatternOf(index),
    name: index.name,
    ...(index.isUnique && index.name !== '_id_' && { unique: true }),
    ...(index.isSparse && { sparse: true }),
    ...(index.partialFilter && { partialFilterExpression: index.partialFilter }),
    ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
    ...(index.isHidden && { hidden: true }),
  };
}
