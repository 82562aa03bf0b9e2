import { Long } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { type Doc, encode } from '../values/doc.ts';
import {
  type CommandContext,
  defineCommand,
  docList,
  flag,
  requiredDoc,
  type StatementContext,
  statementContext,
  statementList,
} from './command.ts';
import { runDelete } from './delete.command.ts';
import { prepareDocument, refusal } from './insert.command.ts';
import { collectionFor, runUpdate } from './update.command.ts';

interface Totals {
  nErrors: number;
  nInserted: number;
  nMatched: number;
  nModified: number;
  nUpserted: number;
  nDeleted: number;
}

/** MongoDB 8's `bulkWrite`: writes to several collections in one command. */
export const bulkWrite = defineCommand({
  names: ['bulkWrite'],
  fields: ['ops', 'nsInfo', 'ordered', 'errorsOnly', 'bypassDocumentValidation', 'let', 'cursor'],
  run(command, context) {
    const operations = statementList(command.ops, 'bulkWrite.ops');
    const namespaces = docList(command.nsInfo, 'bulkWrite.nsInfo').map(({ ns }) => splitNamespace(ns));
    const own = statementContext(command, 'bulkWrite', context);
    const isOrdered = flag(command, 'ordered', 'bulkWrite', true);
    const isBrief = flag(command, 'errorsOnly', 'bulkWrite');
    return context.store.write(() => {
      const totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
      const results: Doc[] = [];
      for (const [idx, operation] of operations.entries()) {
        try {
          const result = runOperation(operation, namespaces, own, context, totals);
          if (!isBrief) results.push({ ok: 1, idx, ...result });
        } catch (error) {
          const { index: _, ...failure } = refusal(error).toWriteError(idx);
          results.push({ ok: 0, idx, n: 0, ...failure });
          totals.nErrors++;
          if (isOrdered) break;
        }
      }
      const cursor = { id: Long.ZERO, firstBatch: results, ns: 'admin.$cmd.bulkWrite' };
      return { cursor, ...totals, ok: 1 };
    });
  },
});

function splitNamespace(ns: unknown): { db: string; name: string } {
  const dot = typeof ns === 'string' ? ns.indexOf('.') : -1;
  if (typeof ns !== 'string' || dot < 1) {
    throw new MongoError('InvalidNamespace', `Invalid namespace specified '${String(ns)}'`);
  }
  return { db: ns.slice(0, dot), name: ns.slice(dot + 1) };
}

function runOperation(
  operation: Doc,
  namespaces: Array<{ db: string; name: string }>,
  statements: StatementContext,
  context: CommandContext,
  totals: Totals,
): Doc {
  const kind = Object.keys(operation)[0] ?? '';
  const place = namespaces[Number(operation[kind])];
  if (!place) throw new MongoError('BadValue', `BulkWrite ops entry ${kind} has an invalid nsInfo index.`);
  const own = { ...context, db: place.db };
  if (kind === 'insert') {
    const unknown = Object.keys(operation).find((field) => field !== 'insert' && field !== 'document');
    if (unknown)
      throw new MongoError('UnknownField', `BSON field 'bulkWrite.${unknown}' is an unknown field.`);
    const { doc, bytes } = prepareDocument(encode(requiredDoc(operation, 'document', 'bulkWrite')));
    own.catalog.ensure(place.db, place.name).insert(doc, bytes);
    totals.nInserted++;
    return { n: 1 };
  }
  const { [kind]: _place, filter, updateMods, constants, multi, ...rest } = operation;
  if (kind === 'update') {
    const statement = {
      q: filter,
      u: updateMods,
      multi,
      ...(constants !== undefined && { c: constants }),
      ...rest,
    };
    const result = runUpdate(statement, statements, collectionFor(own, place.name));
    totals.nModified += result.nModified;
    if (result.isUpsert) totals.nUpserted++;
    else totals.nMatched += result.n;
    const upserted = result.isUpsert ? { upserted: { _id: result.upsertedId } } : {};
    return { n: result.n, nModified: result.nModified, ...upserted };
  }
  if (kind === 'delete') {
    const isMulti = flag(operation, 'multi', 'bulkWrite');
    const statement = { q: filter, limit: isMulti ? 0 : 1, ...rest };
    const n = runDelete(statement, statements, own.catalog.get(place.db, place.name));
    totals.nDeleted += n;
    return { n };
  }
  throw new MongoError('BadValue', `Unrecognized bulkWrite operation: ${kind}`);
}
