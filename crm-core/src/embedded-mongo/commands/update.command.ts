import { MongoError } from '../mongo-error.ts';
import { parseSort } from '../query/sort.ts';
import type { Collection } from '../storage/collection.ts';
import { insertUpserted, updateRecord } from '../update/apply-update.ts';
import { compileUpdate } from '../update/compile-update.ts';
import { matchRecords } from '../update/match-records.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import {
  type CommandContext,
  collectionName,
  defineCommand,
  docField,
  docList,
  refuseCollation,
} from './command.ts';
import { resolveHint } from './hint.ts';
import { refusal } from './insert.command.ts';

const STATEMENT_FIELDS = new Set([
  'q',
  'u',
  'c',
  'multi',
  'upsert',
  'arrayFilters',
  'hint',
  'collation',
  'sort',
  'upsertSupplied',
  'sampleId',
  'allowShardKeyUpdatesWithoutFullShardKeyInQuery',
]);

export interface UpdateResult {
  n: number;
  nModified: number;
  /** The `_id` of an inserted document. */
  upsertedId?: unknown;
  isUpsert: boolean;
}

/** One statement of an update command. Runs inside a write job. */
export function runUpdate(
  statement: Doc,
  variables: Doc,
  ensure: (mayCreate: boolean) => Collection | undefined,
  now: Date,
): UpdateResult {
  for (const field of Object.keys(statement)) {
    if (!STATEMENT_FIELDS.has(field)) {
      throw new MongoError('UnknownField', `BSON field 'update.updates.${field}' is an unknown field.`);
    }
  }
  refuseCollation(statement.collation);
  const filter = docField(statement, 'q', 'update.updates');
  const constants = { ...variables, ...(isDoc(statement.c) && statement.c) };
  const update = compileUpdate(statement.u, statement.arrayFilters, constants);
  const isMulti = statement.multi === true;
  if (isMulti && update.isReplacement) {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  const collection = ensure(statement.upsert === true);
  if (!collection) return { n: 0, nModified: 0, isUpsert: false };
  const query = {
    filter,
    variables,
    sort: parseSort(statement.sort),
    hint: resolveHint(collection, statement.hint),
  };
  const matched = matchRecords(collection, query, isMulti);
  if (matched.length === 0 && statement.upsert === true) {
    const { after } = insertUpserted(collection, filter, update, now);
    return { n: 1, nModified: 0, upsertedId: after._id, isUpsert: true };
  }
  let nModified = 0;
  for (const record of matched) {
    if (updateRecord(collection, record, update, now).isModified) nModified++;
  }
  return { n: matched.length, nModified, isUpsert: false };
}

/** The collection, made only when something is about to be inserted. */
export function collectionFor(context: CommandContext, name: string) {
  return (mayCreate: boolean) =>
    mayCreate ? context.catalog.ensure(context.db, name) : context.catalog.get(context.db, name);
}

export const update = defineCommand({
  names: ['update'],
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  run(command, context) {
    const name = collectionName(command, 'update');
    const statements = docList(command.updates, 'update.updates');
    const variables = docField(command, 'let', 'update');
    return context.store.write(() => {
      const reply = { n: 0, nModified: 0, upserted: [] as Doc[], writeErrors: [] as Doc[] };
      for (const [index, statement] of statements.entries()) {
        try {
          const result = runUpdate(statement, variables, collectionFor(context, name), context.now());
          reply.n += result.n;
          reply.nModified += result.nModified;
          if (result.isUpsert) reply.upserted.push({ index, _id: result.upsertedId });
        } catch (error) {
          reply.writeErrors.push(refusal(error).toWriteError(index));
          if (command.ordered !== false) break;
        }
      }
      return {
        n: reply.n,
        nModified: reply.nModified,
        ...(reply.upserted.length > 0 && { upserted: reply.upserted }),
        ...(reply.writeErrors.length > 0 && { writeErrors: reply.writeErrors }),
        ok: 1,
      };
    });
  },
});
