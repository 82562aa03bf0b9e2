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

/** MongoDB's options for kinds of indexes that are not there. */
const FOREIGN_OPTIONS = new Set([
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
  'prepareUnique',
  'clustered',
]);

/** What the index on `_id` may be given; it is unique as it is. */
const ID_OPTIONS = new Set(['key', 'name', 'ns', 'v', 'collation']);

/**
 * Reads one index definition of createIndexes.
 *
 * @param isLenient - an option that MongoDB does not know either is passed over
 * @throws MongoError 67 and others for what cannot be built
 */
export function parseIndex(definition: Doc, isLenient: boolean): IndexOptions {
  for (const option of Object.keys(definition)) checkOption(definition, option, isLenient);
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
  if (definition.v !== undefined && (!isBsonNumber(definition.v) || Number(definition.v) !== 2)) {
    throw new MongoError(
      'CannotCreateIndex',
      `Invalid index specification; cannot create an index with v=${showValue(definition.v)}`,
    );
  }
  const filter = definition.partialFilterExpression;
  const isSparse = yesOrNo(definition, 'sparse');
  if (filter !== undefined) checkPartialFilter(filter);
  if (isSparse && filter !== undefined) {
    throw new MongoError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  if (isIdPattern(key)) checkIdIndex(definition, key);
  const fields = Object.entries(key).map(([path, direction]) => ({
    path,
    direction: directionOf(path, direction),
  }));
  return {
    name,
    fields,
    isUnique: yesOrNo(definition, 'unique'),
    isSparse,
    ...(isDoc(filter) && { partialFilter: filter }),
    ...(definition.expireAfterSeconds !== undefined && {
      expireAfterSeconds: expiry(definition, fields.length),
    }),
    ...(yesOrNo(definition, 'hidden') && { isHidden: true }),
  };
}

function checkOption(definition: Doc, option: string, isLenient: boolean): void {
  if (OPTIONS.has(option)) return;
  if (FOREIGN_OPTIONS.has(option)) {
    throw new MongoError(
      'CommandNotSupported',
      `index option '${option}' is not supported by the embedded server`,
    );
  }
  if (isLenient) return;
  throw invalidSpecification(
    `Error in specification ${showValue(definition)} :: caused by :: The field '${option}' is not valid for an index specification`,
  );
}

const invalidSpecification = (message: string) => new MongoError('InvalidIndexSpecificationOption', message);

/** True or false, or a number for it as MongoDB allows here. */
function yesOrNo(definition: Doc, option: string): boolean {
  const value = definition[option];
  if (value === undefined || typeof value === 'boolean') return value === true;
  if (isBsonNumber(value)) return Number(value) !== 0;
  throw new MongoError(
    'TypeMismatch',
    `The field '${option}' has value ${option}: ${showValue(value)}, which is not convertible to bool`,
  );
}

const isIdPattern = (key: Doc) => Object.keys(key).length === 1 && '_id' in key;

function checkIdIndex(definition: Doc, key: Doc): void {
  if (!isBsonNumber(key._id) || Number(key._id) !== 1) {
    throw new MongoError(
      'BadValue',
      `The field 'key' for an _id index must be {_id: 1}, but got ${showValue(key)}`,
    );
  }
  const option = Object.keys(definition).find((name) => !ID_OPTIONS.has(name));
  if (option === undefined) return;
  throw invalidSpecification(`The field '${option}' is not valid for an _id index specification`);
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

/** @throws MongoError 67 when it is no number of seconds, or the index has more fields than one */
export function expiry(definition: Doc, fieldCount: number): number {
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
