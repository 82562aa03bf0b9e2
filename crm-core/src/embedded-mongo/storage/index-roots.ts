import { conditionsOf } from '../query/conditions.ts';
import type { IndexSpec } from './catalog-types.ts';

/** The top-level fields that decide on index entries; undefined: any field may. */
export function indexRootsOf(indexes: readonly IndexSpec[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { fields, partialFilter } of indexes) {
    for (const { path } of fields) names.add(path.split('.')[0] as string);
    for (const { path } of conditionsOf(partialFilter ?? {})) {
      if (path === undefined) return undefined;
      names.add(path.split('.')[0] as string);
    }
  }
  return names;
}
