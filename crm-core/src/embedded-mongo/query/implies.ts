import { compareValues, RANK, rankOf } from '../values/compare.ts';
import type { Doc } from '../values/doc.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { isRegex } from './regex.ts';

/** Whether the condition can only be met by a document that has the field, with a value other than null. */
export function isAboutPresentValue({ operator, operand }: Condition): boolean {
  switch (operator) {
    case '$eq':
      return operand !== null && operand !== undefined;
    case '$in':
      return Array.isArray(operand) && operand.every((value) => value !== null && value !== undefined);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte': {
      const rank = rankOf(operand);
      return rank !== RANK.null && rank !== RANK.minKey && rank !== RANK.maxKey;
    }
    case '$regex':
    case '$elemMatch':
    case '$size':
    case '$mod':
      return true;
    default:
      return false;
  }
}

function impliesExists(condition: Condition): boolean {
  return isAboutPresentValue(condition) || (condition.operator === '$exists' && Boolean(condition.operand));
}

/** Whether every document that meets the conditions also meets the filter of a partial index. */
export function impliesFilter(conditions: readonly Condition[], filter: Doc): boolean {
  return conditionsOf(filter).every((wanted) =>
    conditions.some(
      (given) => given.path !== undefined && given.path === wanted.path && impliesOne(given, wanted),
    ),
  );
}

function impliesOne(given: Condition, wanted: Condition): boolean {
  if (wanted.operator === '$exists') return Boolean(wanted.operand) && impliesExists(given);
  if (given.operator === wanted.operator && compareValues(given.operand, wanted.operand) === 0) return true;
  const values =
    given.operator === '$eq'
      ? [given.operand]
      : given.operator === '$in' && Array.isArray(given.operand)
        ? given.operand
        : undefined;
  if (values) return values.length > 0 && values.every((value) => isWithin(value, wanted));
  // a narrower range in the same direction
  const isSameType = rankOf(given.operand) === rankOf(wanted.operand);
  if (!isSameType || given.operator.slice(0, 2) !== wanted.operator.slice(0, 2)) return false;
  const order = compareValues(given.operand, wanted.operand);
  if (/^\$gte?$/.test(given.operator) && /^\$gte?$/.test(wanted.operator)) {
    return order > 0 || (order === 0 && !(given.operator === '$gte' && wanted.operator === '$gt'));
  }
  if (/^\$lte?$/.test(given.operator) && /^\$lte?$/.test(wanted.operator)) {
    return order < 0 || (order === 0 && !(given.operator === '$lte' && wanted.operator === '$lt'));
  }
  return false;
}

function isWithin(value: unknown, wanted: Condition): boolean {
  if (isRegex(value) || value === null || value === undefined) return false;
  if (wanted.operator === '$in') {
    return Array.isArray(wanted.operand) && wanted.operand.some((one) => compareValues(one, value) === 0);
  }
  if (rankOf(value) !== rankOf(wanted.operand)) return false;
  const order = compareValues(value, wanted.operand);
  switch (wanted.operator) {
    case '$eq':
      return order === 0;
    case '$gt':
      return order > 0;
    case '$gte':
      return order >= 0;
    case '$lt':
      return order < 0;
    case '$lte':
      return order <= 0;
    default:
      return false;
  }
}
