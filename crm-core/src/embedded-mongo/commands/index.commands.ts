import { MongoError } from '../mongo-error.ts';
import { ID_INDEX, type IndexSpec, keyPatternOf } from '../storage/catalog-types.ts';
import type { Collection } from '../storage/collection.ts';
import { compareValues } from '../values/compare.ts';
import { encode } from '../values/doc.ts';
import { showValue } from '../values/show-value.ts';
import { firstBatch } from '../wire/cursor-reply.ts';
import {
  batchSizeOf,
  type Command,
  collectionName,
  defineCommand,
  docList,
  findCollection,
  flag,
} from './command.ts';
import { indexInfo } from './index-info.ts';
import { type IndexOptions, parseIndex } from './parse-index.ts';

/** Commands that make, list and drop indexes. */
export const indexCommands: Command[] = [
  defineCommand({
    names: ['createIndexes'],
    fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
    run(command, { store, catalog, db }) {
      const name = collectionName(command, 'createIndexes');
      if (command.commitQuorum !== undefined) {
        throw new MongoError('BadValue', "Standalones can't specify commitQuorum");
      }
      const isLenient = flag(command, 'ignoreUnknownIndexOptions', 'createIndexes');
      const wanted = docList(command.indexes, 'createIndexes.indexes').map((definition) =>
        parseIndex(definition, isLenient),
      );
      if (wanted.length === 0) throw new MongoError('BadValue', 'Must specify at least one index to create');
      return store.write(() => {
        const isNew = catalog.get(db, name) === undefined;
        const collection = catalog.ensure(db, name);
        const numIndexesBefore = collection.spec.indexes.length;
        const missing = wanted.filter((options) => !isThere(collection, options));
        buildAll(
          collection,
          missing.map((options) => catalog.newIndex(options)),
        );
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
    async run(command, context) {
      const collection = findCollection(command, 'listIndexes', context);
      const namespace = `${context.db}.${String(command.listIndexes)}`;
      if (!collection) throw new MongoError('NamespaceNotFound', `ns does not exist: ${namespace}`);
      const found = collection.spec.indexes.map((index) => encode(indexInfo(index)));
      return firstBatch(
        await context.cursors.list(found, namespace, batchSizeOf(command, 'listIndexes')),
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

/** All of them or none. */
function buildAll(collection: Collection, indexes: readonly IndexSpec[]): void {
  const built: IndexSpec[] = [];
  try {
    for (const index of indexes) {
      collection.build(index);
      built.push(index);
    }
  } catch (error) {
    for (const index of built) collection.dropIndex(index);
    throw error;
  }
}

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
