import { type Doc, isDoc, isOperatorDoc } from '../values/doc.ts';
import { impliedByOr } from './or-hint.ts';
import { isRegex } from './regex.ts';

/** One condition of a filter whose conditions must all hold. */
export interface Condition {
  /** Undefined for `$or`, `$nor`, `$expr`: nothing that an index knows about. */
  path?: string;
  operator: string;
  operand: unknown;
  /** The same condition as a filter of its own. */
  source: Doc;
  /** False: bounds may be drawn from it, but the condition itself must still be tested. */
  mayCover: boolean;
}

const OBJECT_LOGIC = new Set(['$and', '$or', '$nor', '$expr']);

/** Takes a filter apart into the conditions that must all hold; nested `$and`s are opened. */
export function conditionsOf(filter: Doc): Condition[] {
  const found: Condition[] = [];
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(value)) {
      for (const branch of value) if (isDoc(branch)) found.push(...conditionsOf(branch));
    } else if (key.startsWith('$')) {
      found.push({ operator: key, operand: value, source: { [key]: value }, mayCover: false });
      if (key === '$or' && Array.isArray(value)) {
        found.push(...impliedByOr(value.map((branch) => (isDoc(branch) ? conditionsOf(branch) : []))));
      }
    } else {
      found.push(...ofField(key, value));
    }
  }
  return found;
}

function ofField(path: string, value: unknown): Condition[] {
  if (isRegex(value)) {
    return [{ path, operator: '$regex', operand: value, source: { [path]: value }, mayCover: true }];
  }
  if (!isOperatorDoc(value) || '$ref' in value || '$id' in value) {
    return [{ path, operator: '$eq', operand: value, source: { [path]: value }, mayCover: true }];
  }
  const found: Condition[] = [];
  for (const [operator, operand] of Object.entries(value)) {
    if (operator === '$options') continue;
    const own =
      operator === '$regex' && value.$options !== undefined
        ? { $regex: operand, $options: value.$options }
        : { [operator]: operand };
    const hasOptions = operator === '$regex' && Boolean(value.$options);
    found.push({ path, operator, operand, source: { [path]: own }, mayCover: !hasOptions });
    if (operator === '$elemMatch' && isDoc(operand)) found.push(...ofItems(path, operand));
    if (operator === '$all' && Array.isArray(operand)) {
      for (const item of operand) {
        if (!isDoc(item)) found.push({ ...hint(path, '$eq', item) });
      }
    }
  }
  return found;
}

/** What `$elemMatch` implies for the paths below the array. */
function ofItems(path: string, argument: Doc): Condition[] {
  const first = Object.keys(argument)[0] ?? '';
  if (first.startsWith('$') && !OBJECT_LOGIC.has(first)) {
    return Object.entries(argument).map(([operator, operand]) => hint(path, operator, operand));
  }
  return conditionsOf(argument).flatMap((condition) =>
    condition.path === undefined
      ? []
      : [hint(`${path}.${condition.path}`, condition.operator, condition.operand)],
  );
}

/** A condition that only narrows the bounds; testing it is left to the one it was drawn from. */
function hint(path: string, operator: string, operand: unknown): Condition {
  return { path, operator, operand, source: {}, mayCover: false };
}
