import { MongoError } from '../mongo-error.ts';
import { ID_INDEX, type IndexSpec, keyPatternOf } from '../storage/catalog-types.ts';
import { compareValues } from '../values/compare.ts';
import type { Doc } from '../values/doc.ts';
import { defineCommand, docField, findCollection, flag } from './command.ts';
import { expiry } from './parse-index.ts';

/** Changes the expiry or the visibility of an index; validators and views are not there. */
export const collMod = defineCommand({
  names: ['collMod'],
  fields: ['index', 'validator', 'validationLevel', 'validationAction'],
  run(command, context) {
    for (const field of ['validator', 'validationLevel', 'validationAction']) {
      if (command[field] !== undefined) {
        throw new MongoError(
          'CommandNotSupported',
          `collMod ${field} is not supported by the embedded server`,
        );
      }
    }
    return context.store.write((): Doc => {
      const collection = findCollection(command, 'collMod', context);
      if (!collection) {
        throw new MongoError(
          'NamespaceNotFound',
          `ns does not exist: ${context.db}.${String(command.collMod)}`,
        );
      }
      if (command.index === undefined) return { ok: 1 };
      const change = docField(command, 'index', 'collMod');
      const index = collection.spec.indexes.find((one) =>
        change.name === undefined
          ? compareValues(keyPatternOf(one), change.keyPattern) === 0
          : one.name === change.name,
      );
      if (!index) throw new MongoError('IndexNotFound', `cannot find index ${String(change.name)} for ns`);
      checkChange(change, index);
      const reply: Doc = { ok: 1 };
      if (change.expireAfterSeconds !== undefined) {
        reply.expireAfterSeconds_old = index.expireAfterSeconds;
        index.expireAfterSeconds = expiry(change, index.fields.length);
        reply.expireAfterSeconds_new = index.expireAfterSeconds;
      }
      if (change.hidden !== undefined) {
        reply.hidden_old = index.isHidden === true;
        index.isHidden = flag(change, 'hidden', 'collMod.index');
        reply.hidden_new = index.isHidden;
      }
      collection.save();
      return reply;
    });
  },
});

const INDEX_FIELDS = new Set(['name', 'keyPattern', 'expireAfterSeconds', 'hidden']);

function checkChange(change: Doc, index: IndexSpec): void {
  const unknown = Object.keys(change).find((field) => !INDEX_FIELDS.has(field));
  if (unknown === 'unique' || unknown === 'prepareUnique') {
    throw new MongoError(
      'CommandNotSupported',
      `collMod index.${unknown} is not supported by the embedded server`,
    );
  }
  if (unknown) {
    throw new MongoError('UnknownField', `BSON field 'collMod.index.${unknown}' is an unknown field.`);
  }
  if (change.expireAfterSeconds === undefined && change.hidden === undefined) {
    throw new MongoError('InvalidOptions', 'no expireAfterSeconds, hidden, unique, or prepareUnique field');
  }
  if (index.name === ID_INDEX) throw new MongoError('InvalidOptions', 'cannot hide or expire the _id index');
}
