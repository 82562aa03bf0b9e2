import { MongoError } from '../mongo-error.ts';
import { distinctFromIndex } from '../query/distinct-scan.ts';
import { FindStream } from '../query/find.ts';
import { someAt } from '../query/path-match.ts';
import { visitAll } from '../query/visit-all.ts';
import { encodeValue } from '../storage/key-encoding.ts';
import { type Doc, decode } from '../values/doc.ts';
import { type CommandContext, defineCommand, docField, findCollection, refuseCollation } from './command.ts';
import { resolveHint } from './hint.ts';

export const distinct = defineCommand({
  names: ['distinct'],
  fields: ['key', 'query', 'collation', 'hint'],
  async run(command: Doc, context: CommandContext) {
    refuseCollation(command.collation);
    const { key } = command;
    if (typeof key !== 'string')
      throw new MongoError('TypeMismatch', "BSON field 'distinct.key' must be a string");
    const collection = findCollection(command, 'distinct', context);
    const filter = docField(command, 'query', 'distinct');
    if (!collection) return { values: [], ok: 1 };
    const hint = resolveHint(collection, command.hint);
    const skipped =
      hint === undefined ? distinctFromIndex(collection, filter, key, context.deadline) : undefined;
    if (skipped) return { values: skipped, ok: 1 };
    const steps = key.split('.');
    const found = new Map<string, unknown>();
    const add = (value: unknown) => {
      // an array at the end of the path was given item by item
      if (value !== undefined && !Array.isArray(value))
        found.set(encodeValue(value).toString('latin1'), value);
      return false;
    };
    const visit = (bytes: Buffer) => someAt(decode(bytes), steps, 0, add, undefined);
    await visitAll(new FindStream(collection, { filter, hint }), visit, context.deadline);
    const inOrder = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
    return { values: inOrder.map(([, value]) => value), ok: 1 };
  },
});
