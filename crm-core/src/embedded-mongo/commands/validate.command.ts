import { MongoError } from '../mongo-error.ts';
import type { Doc } from '../values/doc.ts';
import { type CommandContext, defineCommand, findCollection } from './command.ts';

/** Checks that every index holds exactly the entries of the records. */
export const validate = defineCommand({
  names: ['validate'],
  fields: ['full', 'repair', 'metadata', 'background'],
  run(command: Doc, context: CommandContext) {
    const collection = findCollection(command, 'validate', context);
    const ns = `${context.db}.${String(command.validate)}`;
    if (!collection) {
      throw new MongoError('NamespaceNotFound', `Collection '${ns}' does not exist to validate.`);
    }
    const { records, keysPerIndex, errors } = collection.check();
    return {
      ns,
      nrecords: records,
      nIndexes: collection.spec.indexes.length,
      keysPerIndex,
      valid: errors.length === 0,
      errors,
      warnings: [],
      ok: 1,
    };
  },
});
