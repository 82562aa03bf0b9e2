import type { FieldInfo } from './fields.ts';

/** Fields whose options have an order, from the lowest to the highest. */
const RANKED: Readonly<Record<string, (options: readonly string[]) => readonly string[]>> = {
  // schools give A to the best
  leadGrade: (options) => options.toReversed(),
  priority: (options) => options,
};

/** The options of a field from the lowest to the highest; undefined when they have no order. */
export function ranksOf({
  name,
  options,
}: Pick<FieldInfo, 'name' | 'options'>): readonly string[] | undefined {
  return RANKED[name]?.(options);
}
