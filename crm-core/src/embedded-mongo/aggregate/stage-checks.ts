import { MongoError } from '../mongo-error.ts';
import { compileFilter } from '../query/filter.ts';
import { parseSort } from '../query/sort.ts';
import { compareValues } from '../values/compare.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { checkExpression } from './expression.ts';
import { mingo } from './mingo.ts';

const nothingMore = () => {};

/** What each stage's argument must look like; for a stage that is not listed it is an expression. */
export const STAGE_CHECKS: Record<string, (value: unknown, variables: Doc) => void> = {
  $match: (value, variables) => {
    if (!isDoc(value)) throw new MongoError(15959, 'the match filter must be an expression in an object');
    compileFilter(value, variables);
  },
  $sort: (value) => {
    if (!isDoc(value)) throw new MongoError(15973, 'the $sort key specification must be an object');
    if (Object.keys(value).length === 0) {
      throw new MongoError(15976, '$sort stage must have at least one sort key');
    }
    parseSort(value);
  },
  $limit: (value) => {
    if (!isWholeNumber(value)) {
      throw new MongoError(2107201, 'invalid argument to $limit stage: Expected a whole number');
    }
    if (!(Number(value) > 0)) throw new MongoError(15958, 'the limit must be positive');
  },
  $skip: (value) => {
    if (isWholeNumber(value) && Number(value) >= 0) return;
    throw new MongoError(5107200, 'invalid argument to $skip stage: Expected a non-negative number');
  },
  $sample: checkSample,
  $project: (value, variables) => checkFields('$project', 51272, value, variables),
  $addFields: (value, variables) => checkFields('$addFields', 40177, value, variables),
  $set: (value, variables) => checkFields('$set', 40177, value, variables),
  $count: checkCount,
  $bucket: checkBucket,
  $group: (value, variables) => {
    if (!isDoc(value) || !('_id' in value)) {
      throw new MongoError(15955, 'a group specification must include an _id');
    }
    checkAccumulators(value, variables);
  },
  $unwind: checkUnwind,
  $lookup: (value) => {
    if (!isDoc(value)) throw new MongoError('FailedToParse', 'the $lookup specification must be an Object');
  },
  $facet: (value) => {
    if (!isDoc(value)) throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  },
  $setWindowFields: checkWindows,
  $unionWith: nothingMore,
  $bucketAuto: nothingMore,
  $unset: nothingMore,
};

function checkFields(stage: string, code: number, value: unknown, variables: Doc): void {
  if (!isDoc(value) || Object.keys(value).length === 0) {
    throw new MongoError(code, `${stage}: specification must have at least one field`);
  }
  checkExpression(value, variables);
}

const isWholeNumber = (value: unknown) => isBsonNumber(value) && Number.isInteger(Number(value));

function checkSample(value: unknown): void {
  if (!isDoc(value)) throw new MongoError(28745, 'the $sample stage specification must be an object');
  if (!isWholeNumber(value.size) || Number(value.size) <= 0) {
    throw new MongoError(28747, 'size argument to $sample must be a positive integer');
  }
}

function checkCount(value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new MongoError(40156, 'the count field must be a non-empty string');
  }
  if (value.startsWith('$')) throw new MongoError(40158, 'the count field cannot be a $-prefixed path');
  if (value.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'");
}

function checkBucket(value: unknown, variables: Doc): void {
  if (!isDoc(value)) throw new MongoError(40201, 'Argument to $bucket stage must be an object');
  const { boundaries } = value;
  if (!Array.isArray(boundaries) || boundaries.length < 2) {
    throw new MongoError(40192, "The $bucket 'boundaries' field must have at least 2 values");
  }
  if (boundaries.some((bound, i) => i > 0 && compareValues(boundaries[i - 1], bound) >= 0)) {
    throw new MongoError(40194, "The 'boundaries' option to $bucket must be sorted");
  }
  checkExpression(value.groupBy, variables);
  if (isDoc(value.output)) checkAccumulators(value.output, variables);
}

export function checkLookup(value: Doc, variables: Doc): void {
  for (const name of ['from', 'localField', 'foreignField', 'as']) {
    if (value[name] === undefined || typeof value[name] === 'string') continue;
    throw new MongoError('FailedToParse', `$lookup argument '${name}' must be a string`);
  }
  if (value.from === undefined)
    throw new MongoError('FailedToParse', "must specify 'from' field for a $lookup");
  const isJoin = value.localField !== undefined && value.foreignField !== undefined;
  const isHalf = !isJoin && (value.localField !== undefined || value.foreignField !== undefined);
  if (isHalf || (!isJoin && value.pipeline === undefined)) {
    throw new MongoError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  if (value.let !== undefined) checkExpression(value.let, variables);
}

function checkWindows(value: unknown, variables: Doc): void {
  if (!isDoc(value) || !isDoc(value.output)) {
    throw new MongoError('FailedToParse', 'the $setWindowFields stage needs an output document');
  }
  checkExpression(value.partitionBy, variables);
  for (const [field, window] of Object.entries(value.output)) {
    const operators = isDoc(window) ? Object.keys(window).filter((name) => name !== 'window') : [];
    const [operator] = operators;
    if (operators.length !== 1 || operator === undefined) {
      throw new MongoError('FailedToParse', `The field '${field}' must specify one window function`);
    }
    if (isDoc(window)) checkExpression(window[operator], variables);
    const { windows, accumulators } = mingo();
    if (!Object.hasOwn(windows, operator) && !Object.hasOwn(accumulators, operator)) {
      throw new MongoError('FailedToParse', `Unrecognized window function, ${operator}`);
    }
  }
}

function checkUnwind(value: unknown): void {
  const path = isDoc(value) ? value.path : value;
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new MongoError(
      28818,
      `path option to $unwind stage should be prefixed with a '$': ${String(path)}`,
    );
  }
}

function checkAccumulators(group: Doc, variables: Doc): void {
  for (const [field, value] of Object.entries(group)) {
    if (field === '_id') {
      checkExpression(value, variables);
      continue;
    }
    if (!isDoc(value)) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
    const [operator, ...others] = Object.keys(value);
    if (operator === undefined || others.length > 0) {
      throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
    }
    if (operator !== '$sum' && !Object.hasOwn(mingo().accumulators, operator)) {
      throw new MongoError(15952, `unknown group operator '${operator}'`);
    }
    checkExpression(value, variables);
  }
}
