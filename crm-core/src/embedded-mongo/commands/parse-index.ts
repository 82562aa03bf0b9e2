import { MongoError } from '../mongo-error.ts';
import { compileFilter } from '../query/filter.ts';
import type { IndexSpec } from '../storage/catalog-types.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { showValue } from '../values/show-value.ts';
import { refuseCollation } from './command.ts';

export type IndexOptions = Omit<IndexSpec, 'table' | 'multikey' | 'hasCutKeys'>;

const OPTIONS = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'collation',
  'hidden',
  'v',
  'ns',
]);

/** Reads one index definition of createIndexes. @throws MongoError 67 and others for what cannot be built */
export function parseIndex(definition: Doc): IndexOptions {
  for (const option of Object.keys(definition)) {
    if (OPTIONS.has(option)) continue;
    const isKnown = [
      'weights',
      'default_language',
      'wildcardProjection',
      '2dsphereIndexVersion',
      'bits',
      'min',
      'max',
      'textIndexVersion',
      'language_override',
      'storageEngine',
    ].includes(option);
    throw isKnown
      ? new MongoError(
          'CommandNotSupported',
          `index option '${option}' is not supported by the embedded server`,
        )
      : new MongoError(
          197,
          `Error in specification ${showValue(definition)} :: caused by :: The field '${option}' is not valid for an index specification`,
        );
  }
  refuseCollation(definition.collation);
  const { key, name } = definition;
  if (!isDoc(key) || Object.keys(key).length === 0) {
    throw new MongoError('CannotCreateIndex', 'Index keys cannot be empty.');
  }
  if (typeof name !== 'string' || name === '') {
    throw new MongoError(
      'FailedToParse',
      "The 'name' field is a required property of an index specification",
    );
  }
  const filter = definition.partialFilterExpression;
  if (filter !== undefined) checkPartialFilter(filter);
  if (definition.sparse === true && filter !== undefined) {
    throw new MongoError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  const fields = Object.entries(key).map(([path, direction]) => ({
    path,
    direction: directionOf(path, direction),
  }));
  return {
    name,
    fields,
    isUnique: definition.unique === true,
    isSparse: definition.sparse === true,
    ...(isDoc(filter) && { partialFilter: filter }),
    ...(definition.expireAfterSeconds !== undefined && {
      expireAfterSeconds: expiry(definition, fields.length),
    }),
    ...(definition.hidden === true && { isHidden: true }),
  };
}

function directionOf(path: string, direction: unknown): 1 | -1 {
  if (typeof direction === 'string') {
    throw new MongoError(
      'CannotCreateIndex',
      `the embedded server has no ${direction} indexes (field ${path}); keep words in an array field and index that`,
    );
  }
  const value = isBsonNumber(direction) ? Number(direction) : 0;
  if (value === 0 || Number.isNaN(value)) {
    throw new MongoError(
      'CannotCreateIndex',
      `Values in v:2 index key pattern cannot be 0 or of a type other than number: ${path}`,
    );
  }
  if (path.includes('$**'))
    throw new MongoError('CannotCreateIndex', 'the embedded server has no wildcard indexes');
  if (path === '' || path.split('.').includes(''))
    throw new MongoError('CannotCreateIndex', 'Index keys cannot contain an empty field.');
  if (path.split('.').some((step) => step.startsWith('$'))) {
    throw new MongoError(
      'CannotCreateIndex',
      `Index key contains an illegal field name: field name starts with '$'.`,
    );
  }
  return value > 0 ? 1 : -1;
}

function expiry(definition: Doc, fieldCount: number): number {
  const seconds = definition.expireAfterSeconds;
  if (!isBsonNumber(seconds) || Number(seconds) < 0) {
    throw new MongoError(
      'CannotCreateIndex',
      `TTL index 'expireAfterSeconds' option must be within an acceptable range`,
    );
  }
  if (fieldCount > 1) {
    throw new MongoError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL',
    );
  }
  return Number(seconds);
}

const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in']);

function checkPartialFilter(filter: unknown): void {
  if (!isDoc(filter))
    throw new MongoError('CannotCreateIndex', '"partialFilterExpression" for an index must be a document');
  compileFilter(filter);
  for (const [key, value] of Object.entries(filter)) {
    if ((key === '$and' || key === '$or') && Array.isArray(value)) value.forEach(checkPartialFilter);
    else if (key.startsWith('$')) throw notPartial(key);
    else if (isDoc(value)) {
      for (const [operator, operand] of Object.entries(value)) {
        if (operator.startsWith('$') && !PARTIAL_OPERATORS.has(operator)) throw notPartial(operator);
        if (operator === '$exists' && operand !== true) throw notPartial('$exists: false');
      }
    }
  }
}

const notPartial = (what: string) =>
  new MongoError('CannotCreateIndex', `unsupported expression in partial index: ${what}`);
