import { letVariables } from '../aggregate/let-variables.ts';
import { MongoError } from '../mongo-error.ts';
import { compileProjection } from '../query/projection.ts';
import { parseSort } from '../query/sort.ts';
import { insertUpserted, updateRecord } from '../update/apply-update.ts';
import { compileUpdate } from '../update/compile-update.ts';
import { matchRecords } from '../update/match-records.ts';
import { type Doc, decode } from '../values/doc.ts';
import {
  type CommandContext,
  collectionName,
  defineCommand,
  docField,
  looseFlag,
  refuseCollation,
} from './command.ts';
import { resolveHint } from './hint.ts';
import { collectionFor } from './update.command.ts';

export const findAndModify = defineCommand({
  names: ['findAndModify', 'findandmodify'],
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'bypassDocumentValidation',
    'collation',
    'arrayFilters',
    'hint',
    'let',
  ],
  run(command, context) {
    return context.store.write(() => runFindAndModify(command, context));
  },
});

function runFindAndModify(command: Doc, context: CommandContext): Doc {
  refuseCollation(command.collation);
  const name = collectionName(command, 'findAndModify' in command ? 'findAndModify' : 'findandmodify');
  const isRemove = looseFlag(command, 'remove', 'findAndModify');
  const isUpsert = looseFlag(command, 'upsert', 'findAndModify');
  const isNew = looseFlag(command, 'new', 'findAndModify');
  if (isRemove && command.update !== undefined) {
    throw new MongoError('FailedToParse', "Cannot specify both an 'update' and 'remove'=true");
  }
  if (isRemove && isUpsert) {
    throw new MongoError('FailedToParse', "Cannot specify both 'upsert'=true and 'remove'=true");
  }
  if (isRemove && isNew) {
    throw new MongoError(
      'FailedToParse',
      "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
    );
  }
  if (isRemove && command.arrayFilters !== undefined) {
    throw new MongoError('FailedToParse', 'Cannot specify arrayFilters and remove=true');
  }
  if (!isRemove && command.update === undefined) {
    throw new MongoError('FailedToParse', "Either an 'update' or 'remove'=true must be specified");
  }
  const variables = letVariables(docField(command, 'let', 'findAndModify'));
  const filter = docField(command, 'query', 'findAndModify');
  const projection = compileProjection(docField(command, 'fields', 'findAndModify'), { variables });
  const show = (doc: Doc) => (projection ? projection(doc) : doc);
  const update = isRemove ? undefined : compileUpdate(command.update, command.arrayFilters, variables);
  const collection = collectionFor(context, name)(isUpsert);
  const nothing = {
    lastErrorObject: { n: 0, ...(update && { updatedExisting: false }) },
    value: null,
    ok: 1,
  };
  if (!collection) return nothing;
  const hint = resolveHint(collection, command.hint);
  const { deadline } = context;
  const query = { filter, variables, hint, sort: parseSort(command.sort), deadline, limit: 1 };
  const [matched] = matchRecords(collection, query);
  if (!matched) {
    if (!update || !isUpsert) return nothing;
    const { after } = insertUpserted(collection, filter, update, context.now());
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: after._id },
      value: isNew ? show(after) : null,
      ok: 1,
    };
  }
  if (!update) {
    collection.remove(matched.recordId, matched.doc);
    return { lastErrorObject: { n: 1 }, value: show(matched.doc), ok: 1 };
  }
  const { after } = updateRecord(collection, matched, update, context.now());
  const value = isNew ? after : decode(matched.bytes);
  return { lastErrorObject: { n: 1, updatedExisting: true }, value: show(value), ok: 1 };
}
