import { MongoError } from '../mongo-error.ts';
import type { Collection } from '../storage/collection.ts';
import { matchRecords } from '../update/match-records.ts';
import type { Doc } from '../values/doc.ts';
import {
  defineCommand,
  findCollection,
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

const STATEMENT_FIELDS = new Set(['q', 'limit', 'hint', 'collation', 'sampleId']);

/** One statement of a delete command; runs inside a write job. @returns how many were deleted */
export function runDelete(
  statement: Doc,
  { variables, deadline }: StatementContext,
  collection: Collection | undefined,
): number {
  for (const field of Object.keys(statement)) {
    if (!STATEMENT_FIELDS.has(field)) {
      throw new MongoError('UnknownField', `BSON field 'delete.deletes.${field}' is an unknown field.`);
    }
  }
  if (statement.limit === undefined) throw missingField('delete.deletes.limit');
  const limit = Number(statement.limit);
  if (limit !== 0 && limit !== 1) {
    throw new MongoError(
      'FailedToParse',
      `The limit field in delete objects must be 0 or 1. Got ${String(statement.limit)}`,
    );
  }
  refuseCollation(statement.collation);
  const filter = requiredDoc(statement, 'q', 'delete.deletes');
  if (!collection) return 0;
  const hint = resolveHint(collection, statement.hint);
  const matched = matchRecords(collection, { filter, variables, hint, deadline, limit });
  for (const { recordId, doc } of matched) collection.remove(recordId, doc);
  return matched.length;
}

const command = defineCommand({
  names: ['delete'],
  fields: ['deletes', 'ordered', 'let'],
  run(command, context) {
    const statements = statementList(command.deletes, 'delete.deletes');
    const own = statementContext(command, 'delete', context);
    const isOrdered = flag(command, 'ordered', 'delete', true);
    return context.store.write(() => {
      const writeErrors: Doc[] = [];
      let n = 0;
      for (const [index, statement] of statements.entries()) {
        try {
          n += runDelete(statement, own, findCollection(command, 'delete', context));
        } catch (error) {
          writeErrors.push(refusal(error).toWriteError(index));
          if (isOrdered) break;
        }
      }
      return { n, ...(writeErrors.length > 0 && { writeErrors }), ok: 1 };
    });
  },
});

export { command as deleteCommand };
