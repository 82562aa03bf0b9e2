import { MongoError } from '../mongo-error.ts';
import { compileCondition, compileFilter } from '../query/filter.ts';
import { isRegex } from '../query/regex.ts';
import { parseSort, sortDocs } from '../query/sort.ts';
import { equalityTest, regexTest } from '../query/value-tests.ts';
import { compareValues } from '../values/compare.ts';
import { copyValue, isDoc, isOperatorDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { showValue, typeName } from '../values/show-value.ts';
import type { FieldOperator } from './field-operators.ts';

const bad = (message: string) => new MongoError('BadValue', message);

const push: FieldOperator = (before, argument, { path, id }) => {
  const { $each, $position, $slice, $sort, ...others } = eachOf(argument);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw bad(`Unrecognized clause in $push: ${unknown}`);
  if (!Array.isArray($each)) {
    throw bad(`The argument to $each in $push must be an array but it was of type: ${typeName($each)}`);
  }
  if (before !== undefined && !Array.isArray(before)) {
    throw bad(
      `The field '${path}' must be an array but is of type ${typeName(before)} in document {_id: ${showValue(id)}}`,
    );
  }
  let list = [...((before as unknown[] | undefined) ?? [])];
  const position = $position === undefined ? list.length : wholeNumber('$position', $position);
  list.splice(
    position < 0 ? Math.max(list.length + position, 0) : position,
    0,
    ...($each.map(copyValue) as unknown[]),
  );
  if ($sort !== undefined) list = sorted(list, $sort);
  if ($slice !== undefined) {
    const slice = wholeNumber('$slice', $slice);
    list = slice < 0 ? list.slice(slice) : list.slice(0, slice);
  }
  return list;
};

function eachOf(argument: unknown): Record<string, unknown> {
  return isDoc(argument) && '$each' in argument ? argument : { $each: [argument] };
}

function wholeNumber(clause: string, value: unknown): number {
  if (!isBsonNumber(value) || !Number.isInteger(Number(value))) {
    throw bad(`The value for ${clause} must be an integer value, not of type: ${typeName(value)}`);
  }
  return Number(value);
}

function sorted(list: unknown[], order: unknown): unknown[] {
  if (isDoc(order)) {
    if (Object.keys(order).length === 0)
      throw bad('The $sort pattern is empty when it should be a set of fields.');
    return sortDocs(list, (item) => (isDoc(item) ? item : {}), parseSort(order));
  }
  if (!isBsonNumber(order) || Math.abs(Number(order)) !== 1) {
    throw bad('The $sort element value must be either 1 or -1');
  }
  return list.sort((a, b) => compareValues(a, b) * Number(order));
}

const addToSet: FieldOperator = (before, argument, { path, id }) => {
  const isEach = isDoc(argument) && '$each' in argument;
  const each = isEach ? argument.$each : [argument];
  if (!Array.isArray(each)) {
    throw new MongoError(
      'TypeMismatch',
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`,
    );
  }
  if (isEach && Object.keys(argument).length > 1) {
    throw bad(`Found unexpected fields after $each in $addToSet: ${showValue(argument)}`);
  }
  if (before !== undefined && !Array.isArray(before)) {
    throw bad(
      `Cannot apply $addToSet to non-array field. Field named '${path.split('.').at(-1)}' has non-array type ${typeName(before)} in document {_id: ${showValue(id)}}`,
    );
  }
  const list = [...((before as unknown[] | undefined) ?? [])];
  for (const item of each) {
    if (!list.some((own) => compareValues(own, item) === 0)) list.push(copyValue(item));
  }
  return list;
};

function requireArray(before: unknown, operator: string): unknown[] | undefined {
  if (before === undefined) return undefined;
  if (!Array.isArray(before)) throw bad(`Cannot apply ${operator} to a non-array value`);
  return before;
}

const pull: FieldOperator = (before, argument) => {
  const list = requireArray(before, '$pull');
  if (!list) return before;
  const isGone = pullTest(argument);
  return list.filter((item) => !isGone(item));
};

function pullTest(argument: unknown): (item: unknown) => boolean {
  if (isRegex(argument)) return regexTest(argument);
  if (isOperatorDoc(argument)) {
    const tests = compileCondition(argument);
    return (item) => tests.every(({ test, isNegated }) => test(item) !== (isNegated === true));
  }
  if (!isDoc(argument)) return equalityTest(argument);
  const predicate = compileFilter(argument);
  return (item) => isDoc(item) && predicate(item);
}

const pullAll: FieldOperator = (before, argument) => {
  if (!Array.isArray(argument))
    throw bad(`$pullAll requires an array argument but was given a ${typeName(argument)}`);
  const list = requireArray(before, '$pullAll');
  return list?.filter((item) => !argument.some((gone) => compareValues(gone, item) === 0));
};

const pop: FieldOperator = (before, argument, { path }) => {
  const end = isBsonNumber(argument) ? Number(argument) : Number.NaN;
  if (Math.abs(end) !== 1) {
    throw new MongoError('FailedToParse', `$pop expects 1 or -1, found: ${showValue(argument)}`);
  }
  if (before !== undefined && !Array.isArray(before)) {
    throw new MongoError(
      'TypeMismatch',
      `Path '${path}' contains an element of non-array type '${typeName(before)}'`,
    );
  }
  if (!before || before.length === 0) return before;
  return end === 1 ? before.slice(0, -1) : before.slice(1);
};

export const ARRAY_OPERATORS: Record<string, FieldOperator> = {
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
};
