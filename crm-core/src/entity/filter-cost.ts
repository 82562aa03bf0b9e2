import { InvalidError } from '../errors.ts';
import type { Condition, Filter } from './filter.schema.ts';
import { CONDITION_DEPTH } from './filter.schema.ts';

/** Conditions of one filter, those on other records included. */
const MOST_CONDITIONS = 100;

/**
 * The filter without conditions that say the same again.
 *
 * @throws InvalidError when it has too many conditions, or they are nested too deep
 */
export function affordable(filter: Filter): Filter {
  const count = { of: 0 };
  return {
    ...filter,
    ...(filter.where && { where: distinct(filter.where, 0, count) }),
    ...(filter.anyOf && { anyOf: unequal(filter.anyOf.map((group) => distinct(group, 0, count))) }),
  };
}

function distinct(conditions: readonly Condition[], depth: number, count: { of: number }): Condition[] {
  if (depth > CONDITION_DEPTH) {
    throw new InvalidError(
      `Conditions on other records can be nested ${CONDITION_DEPTH} deep, such as contacts of companies that have deals.`,
      { where: `is nested more than ${CONDITION_DEPTH} deep` },
    );
  }
  const own = unequal(conditions);
  count.of += own.length;
  if (count.of > MOST_CONDITIONS) {
    throw new InvalidError(
      `A filter can have ${MOST_CONDITIONS} conditions, those on other records included. Ask for a list of values with "in", or in several steps.`,
      { where: `has more than ${MOST_CONDITIONS} conditions` },
    );
  }
  return own.map((condition) =>
    condition.where ? { ...condition, where: distinct(condition.where, depth + 1, count) } : condition,
  );
}

const unequal = <T>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];
