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
import { parseIndex } from './parse-index.ts';

/** Commands that make, list and drop indexes. */
export const indexCommands: Command[] = [
  defineCommand({
    names: ['createIndexes'],
    fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
    async run(command, { builds, db }) {
      const name = collectionName(command, 'createIndexes');
      if (command.commitQuorum !== undefined) {
        throw new MongoError('BadValue', "Standalones can't specify commitQuorum");
      }
      const isLenient = flag(command, 'ignoreUnknownIndexOptions', 'createIndexes');
      const wanted = docList(command.indexes, 'createIndexes.indexes').map((definition) =>
        parseIndex(definition, isLenient),
      );
      if (wanted.length === 0) throw new MongoError('BadValue', 'Must specify at least one index to create');
      const { before, after, isNew } = await builds.add(db, name, wanted);
      return {
        numIndexesBefore: before,
        numIndexesAfter: after,
        createdCollectionAutomatically: isNew,
        ...(after === before && { note: 'all indexes already exist' }),
        ok: 1,
      };
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
