import { Binary } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { compileFilter } from '../query/filter.ts';
import { type Doc, encode, isDoc } from '../values/doc.ts';
import { firstBatch } from '../wire/cursor-reply.ts';
import {
  batchSizeOf,
  type Command,
  collectionName,
  defineCommand,
  docField,
  flag,
  refuseCollation,
} from './command.ts';
import { indexInfo } from './index-info.ts';

const CREATE_FIELDS = [
  'autoIndexId',
  'idIndex',
  'capped',
  'size',
  'max',
  'validator',
  'validationLevel',
  'validationAction',
  'viewOn',
  'pipeline',
  'collation',
  'timeseries',
  'expireAfterSeconds',
  'clusteredIndex',
  'changeStreamPreAndPostImages',
  'storageEngine',
  'indexOptionDefaults',
  'encryptedFields',
];
/** Refused elsewhere, or without meaning when they say what is the case anyway. */
const CHECKED = new Set(['collation', 'autoIndexId', 'idIndex']);

/** Commands that make, list and drop collections and databases. */
export const collectionCommands: Command[] = [
  defineCommand({
    names: ['create'],
    fields: CREATE_FIELDS,
    run(command, { store, catalog, db }) {
      refuseCollation(command.collation);
      for (const option of CREATE_FIELDS) {
        const value = command[option];
        if (value && !CHECKED.has(option) && !(isDoc(value) && Object.keys(value).length === 0)) {
          throw new MongoError(
            'CommandNotSupported',
            `create option '${option}' is not supported by the embedded server`,
          );
        }
      }
      if (command.autoIndexId === false) {
        throw new MongoError('InvalidOptions', 'autoIndexId: false is not allowed for collections');
      }
      const name = collectionName(command, 'create');
      return store.write(() => {
        if (catalog.get(db, name)) {
          throw new MongoError('NamespaceExists', `Collection ${db}.${name} already exists.`);
        }
        catalog.create(db, name);
        return { ok: 1 };
      });
    },
  }),
  defineCommand({
    names: ['drop'],
    fields: [],
    run(command, { store, catalog, db }) {
      const name = collectionName(command, 'drop');
      return store.write((): Doc => {
        const collection = catalog.get(db, name);
        if (!collection) return { ok: 1 };
        const nIndexesWas = collection.spec.indexes.length;
        catalog.drop(collection);
        return { nIndexesWas, ns: `${db}.${name}`, ok: 1 };
      });
    },
  }),
  defineCommand({
    names: ['dropDatabase'],
    fields: [],
    run(_command, { store, catalog, db }) {
      return store.write((): Doc => {
        const collections = catalog.list(db);
        for (const collection of collections) catalog.drop(collection);
        return { ...(collections.length > 0 && { dropped: db }), ok: 1 };
      });
    },
  }),
  defineCommand({
    names: ['listCollections'],
    fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
    async run(command, { catalog, cursors, db }) {
      const accepts = compileFilter(docField(command, 'filter', 'listCollections'));
      const isBrief = flag(command, 'nameOnly', 'listCollections');
      const found = catalog
        .list(db)
        .map(({ spec }) => ({
          name: spec.name,
          type: 'collection',
          options: {},
          info: { readOnly: false, uuid: new Binary(Buffer.from(spec.uuid, 'hex'), Binary.SUBTYPE_UUID) },
          idIndex: spec.indexes[0] && indexInfo(spec.indexes[0]),
        }))
        .filter((info) => accepts(info))
        .map((info) => encode(isBrief ? { name: info.name, type: info.type } : info));
      const namespace = `${db}.$cmd.listCollections`;
      return firstBatch(
        await cursors.list(found, namespace, batchSizeOf(command, 'listCollections')),
        namespace,
      );
    },
  }),
  defineCommand({
    names: ['listDatabases'],
    fields: ['filter', 'nameOnly', 'authorizedDatabases'],
    run(command, { catalog }) {
      const accepts = compileFilter(docField(command, 'filter', 'listDatabases'));
      const isBrief = flag(command, 'nameOnly', 'listDatabases');
      const names = [...new Set(catalog.list().map(({ spec }) => spec.db))].sort();
      const databases = names
        .map((name) => ({ name, sizeOnDisk: 0, empty: false }))
        .filter((info) => accepts(info))
        .map((info) => (isBrief ? { name: info.name } : info));
      return { databases, totalSize: 0, totalSizeMb: 0, ok: 1 };
    },
  }),
];
