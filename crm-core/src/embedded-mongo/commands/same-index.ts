import { MongoError } from '../mongo-error.ts';
import type { IndexSpec } from '../storage/catalog-types.ts';
import { showValue } from '../values/show-value.ts';
import { indexInfo } from './index-info.ts';
import type { IndexOptions } from './parse-index.ts';

/** Whether the index is one of these. @throws MongoError 85 or 86 when one of its name or keys differs in the rest */
export function isAmong(indexes: readonly IndexSpec[], wanted: IndexOptions): boolean {
  const pattern = (index: Pick<IndexSpec, 'fields'>) => JSON.stringify(index.fields);
  const optionsOf = ({ isUnique, isSparse, partialFilter, expireAfterSeconds }: IndexOptions) =>
    showValue({
      isUnique,
      isSparse,
      partialFilter: partialFilter ?? null,
      expireAfterSeconds: expireAfterSeconds ?? null,
    });
  if (wanted.fields.length === 1 && wanted.fields[0]?.path === '_id') return true;
  for (const index of indexes) {
    const isSameKey = pattern(index) === pattern(wanted);
    const isSame = isSameKey && optionsOf(index) === optionsOf(wanted);
    if (index.name === wanted.name) {
      if (isSame) return true;
      throw new MongoError(
        isSameKey ? 'IndexOptionsConflict' : 'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${showValue({ name: wanted.name })}, existing index: ${showValue(indexInfo(index))}`,
      );
    }
    const isSameFilter = showValue(index.partialFilter ?? null) === showValue(wanted.partialFilter ?? null);
    if (isSameKey && isSameFilter) {
      throw new MongoError(
        'IndexOptionsConflict',
        `Index already exists with a different name: ${index.name}`,
      );
    }
  }
  return false;
}
