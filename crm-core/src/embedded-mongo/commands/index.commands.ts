import { MongoError } from '../mongo-error.ts';
import { compileFilter } from '../query/filter.ts';
import { ID_INDEX, type IndexSpec, keyPatternOf } from '../storage/catalog-types.ts';
import type { Collection } from '../storage/collection.ts';
import { compareValues } from '../values/compare.ts';
import { type Doc, encode, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { showValue } from '../values/show-value.ts';
import { cursorReply } from '../wire/cursor-reply.ts';
import {
  type Command,
  collectionName,
  defineCommand,
  docList,
  findCollection,
  refuseCollation,
} from './command.ts';
import { indexInfo } from './index-info.ts';

type IndexOptions = Omit<IndexSpec, 'table' | 'multikey' | 'hasCutKeys'>;

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

/** Commands that make, list and drop indexes. */
export const indexCommands: Command[] = [
  defineCommand({
    names: ['createIndexes'],
    fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
    run(command, { store, catalog, db }) {
      const name = collectionName(command, 'createIndexes');
      const wanted = docList(command.indexes, 'createIndexes.indexes').map(parseIndex);
      if (wanted.length === 0) throw new MongoError('BadValue', 'Must specify at least one index to create');
      return store.write(() => {
        const isNew = catalog.get(db, name) === undefined;
        const collection = catalog.ensure(db, name);
        const numIndexesBefore = collection.spec.indexes.length;
        const missing = wanted.filter((options) => !isThere(collection, options));
        for (const options of missing) collection.build(catalog.newIndex(options));
        const numIndexesAfter = collection.spec.indexes.length;
        return {
          numIndexesBefore,
          numIndexesAfter,
          createdCollectionAutomatically: isNew,
          ...(numIndexesAfter === numIndexesBefore && { note: 'all indexes already exist' }),
          ok: 1,
        };
      });
    },
  }),
  defineCommand({
    names: ['listIndexes'],
    fields: ['cursor'],
    run(command, context) {
      const collection = findCollection(command, 'listIndexes', context);
      const namespace = `${context.db}.${String(command.listIndexes)}`;
      if (!collection) throw new MongoError('NamespaceNotFound', `ns does not exist: ${namespace}`);
      return cursorReply(
        'firstBatch',
        collection.spec.indexes.map((index) => encode(indexInfo(index))),
        0n,
        namespace,
      );
    },
  }),
  defineCommand({
    names: ['dropIndexes', 'deleteIndexes'],
    fields: ['index'],
    run(command, context) {
      return context.store.write(() => {
        const collection = findCollection(command, 'dropIndexes', context);
        if (!collection) {
          throw new MongoError(
            'NamespaceNotFound',
            `ns not found ${context.db}.${String(command.dropIndexes)}`,
          );
        }
        const nIndexesWas = collection.spec.indexes.length;
        for (const index of toDrop(collection, command.index)) collection.dropIndex(index);
        return { nIndexesWas, ok: 1 };
      });
    },
  }),
];

function toDrop(collection: Collection, wanted: unknown): IndexSpec[] {
  if (wanted === '*') return collection.spec.indexes.filter((index) => index.name !== ID_INDEX);
  const names = Array.isArray(wanted) ? wanted : [wanted];
  return names.map((name) => {
    const index = collection.spec.indexes.find((one) =>
      typeof name === 'string' ? one.name === name : compareValues(keyPatternOf(one), name) === 0,
    );
    if (!index) {
      throw new MongoError(
        'IndexNotFound',
        typeof name === 'string'
          ? `index not found with name [${name}]`
          : `can't find index with key: ${showValue(name)}`,
      );
    }
    if (index.name === ID_INDEX) throw new MongoError('InvalidOptions', 'cannot drop _id index');
    return index;
  });
}

function parseIndex(definition: Doc): IndexOptions {
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

/** True when the same index exists. @throws MongoError 85 or 86 when one of the name or keys differs in the rest */
function isThere(collection: Collection, wanted: IndexOptions): boolean {
  const pattern = (index: Pick<IndexSpec, 'fields'>) => JSON.stringify(index.fields);
  const optionsOf = ({ isUnique, isSparse, partialFilter, expireAfterSeconds }: IndexOptions) =>
    showValue({
      isUnique,
      isSparse,
      partialFilter: partialFilter ?? null,
      expireAfterSeconds: expireAfterSeconds ?? null,
    });
  if (wanted.fields.length === 1 && wanted.fields[0]?.path === '_id') return true;
  for (const index of collection.spec.indexes) {
    const isSameKey = pattern(index) === pattern(wanted);
    const isSame = isSameKey && optionsOf(index) === optionsOf(wanted);
    if (index.name === wanted.name) {
      if (isSame) return true;
      throw new MongoError(
        isSameKey ? 'IndexOptionsConflict' : 'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${showValue({ name: wanted.name })}, existing index: ${showValue(indexInfo(index))}`,
      );
    }
    const isSameFilter = showValue(index.partialFilter ?? null) === showValue(wanted.partialFilter ?? null);
    if (isSameKey && isSameFilter) {
      throw new MongoError(
        'IndexOptionsConflict',
        `Index already exists with a different name: ${index.name}`,
      );
    }
  }
  return false;
}
