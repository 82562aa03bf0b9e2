import { MongoError } from '../mongo-error.ts';
import { parseSort } from '../query/sort.ts';
import type { Collection } from '../storage/collection.ts';
import { insertUpserted, updateRecord } from '../update/apply-update.ts';
import { compileUpdate } from '../update/compile-update.ts';
import { matchRecords } from '../update/match-records.ts';
import type { Doc } from '../values/doc.ts';
import {
  type CommandContext,
  collectionName,
  defineCommand,
  docField,
  flag,
  missingField,
  refuseCollation,
  requiredDoc,
  type StatementContext,
  statementContext,
  statementList,
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
  { variables, now, deadline }: StatementContext,
  ensure: (mayCreate: boolean) => Collection | undefined,
): UpdateResult {
  for (const field of Object.keys(statement)) {
    if (!STATEMENT_FIELDS.has(field)) {
      throw new MongoError('UnknownField', `BSON field 'update.updates.${field}' is an unknown field.`);
    }
  }
  refuseCollation(statement.collation);
  const filter = requiredDoc(statement, 'q', 'update.updates');
  if (statement.u === undefined) throw missingField('update.updates.u');
  const isMulti = flag(statement, 'multi', 'update.updates');
  const isUpsert = flag(statement, 'upsert', 'update.updates');
  const sort = parseSort(statement.sort);
  if (isMulti && sort.length > 0) {
    throw new MongoError('FailedToParse', 'Cannot specify sort with multi=true');
  }
  if (statement.c !== undefined && !Array.isArray(statement.u)) {
    throw new MongoError(51198, 'Constant values may only be specified for pipeline updates');
  }
  const constants = { ...variables, ...docField(statement, 'c', 'update.updates') };
  const update = compileUpdate(statement.u, statement.arrayFilters, constants);
  if (isMulti && update.isReplacement) {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  const collection = ensure(isUpsert);
  if (!collection) return { n: 0, nModified: 0, isUpsert: false };
  const query = {
    filter,
    variables,
    sort,
    deadline,
    hint: resolveHint(collection, statement.hint),
    limit: isMulti ? 0 : 1,
  };
  const matched = matchRecords(collection, query);
  if (matched.length === 0 && isUpsert) {
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
    const statements = statementList(command.updates, 'update.updates');
    const own = statementContext(command, 'update', context);
    const isOrdered = flag(command, 'ordered', 'update', true);
    return context.store.write(() => {
      const reply = { n: 0, nModified: 0, upserted: [] as Doc[], writeErrors: [] as Doc[] };
      for (const [index, statement] of statements.entries()) {
        try {
          const result = runUpdate(statement, own, collectionFor(context, name));
          reply.n += result.n;
          reply.nModified += result.nModified;
          if (result.isUpsert) reply.upserted.push({ index, _id: result.upsertedId });
        } catch (error) {
          reply.writeErrors.push(refusal(error).toWriteError(index));
          if (isOrdered) break;
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
