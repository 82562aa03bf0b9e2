import { MongoError } from '../mongo-error.ts';
import { keyPatternOf } from '../storage/catalog-types.ts';
import { compareValues } from '../values/compare.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { defineCommand, findCollection } from './command.ts';

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
      const change = command.index;
      if (!isDoc(change)) return { ok: 1 };
      const index = collection.spec.indexes.find((one) =>
        change.name === undefined
          ? compareValues(keyPatternOf(one), change.keyPattern) === 0
          : one.name === change.name,
      );
      if (!index) throw new MongoError('IndexNotFound', `cannot find index ${String(change.name)} for ns`);
      const reply: Doc = { ok: 1 };
      if (isBsonNumber(change.expireAfterSeconds)) {
        reply.expireAfterSeconds_old = index.expireAfterSeconds;
        index.expireAfterSeconds = Number(change.expireAfterSeconds);
        reply.expireAfterSeconds_new = index.expireAfterSeconds;
      }
      if (typeof change.hidden === 'boolean') {
        reply.hidden_old = index.isHidden === true;
        index.isHidden = change.hidden;
        reply.hidden_new = change.hidden;
      }
      collection.save();
      return reply;
    });
  },
});
