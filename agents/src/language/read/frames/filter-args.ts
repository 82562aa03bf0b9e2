import { isDeepStrictEqual } from 'node:util';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { Selection } from '../grammar/selection.ts';

/** The filter as a tool takes it; what was said twice is asked once. */
export function filterArgs({ where, anyOf, text }: Selection): Record<string, unknown> {
  const conditions = once(where);
  const groups = once(anyOf.map(once));
  return {
    ...(conditions.length > 0 && { where: conditions }),
    ...(groups.length > 0 && { anyOf: groups }),
    ...(text && { text }),
  };
}

/** Each once, also within the conditions on other records. */
function once<T extends Condition | Condition[]>(all: readonly T[]): T[] {
  const inner = all.map((one) =>
    !Array.isArray(one) && one.where ? { ...one, where: once(one.where) } : one,
  );
  return inner.filter((one, at) => inner.findIndex((other) => isDeepStrictEqual(one, other)) === at);
}
