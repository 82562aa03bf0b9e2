import { drain } from '../cursors.ts';
import { MongoError } from '../mongo-error.ts';
import { FindStream } from '../query/find.ts';
import { someAt } from '../query/path-match.ts';
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
    const stream = new FindStream(collection, { filter, hint: resolveHint(collection, command.hint) });
    const steps = key.split('.');
    const found = new Map<string, unknown>();
    for (const bytes of await drain(stream, context.deadline)) {
      someAt(
        decode(bytes),
        steps,
        0,
        (value) => {
          if (value !== undefined && !isOpened(value))
            found.set(encodeValue(value).toString('latin1'), value);
          return false;
        },
        undefined,
      );
    }
    const inOrder = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
    return { values: inOrder.map(([, value]) => value), ok: 1 };
  },
});

/** An array at the end of the path was given item by item. */
const isOpened = (value: unknown) => Array.isArray(value);
