import { Long } from 'bson';
import { letVariables } from '../aggregate/let-variables.ts';
import { MongoError } from '../mongo-error.ts';
import { compileFilter } from '../query/filter.ts';
import { type FindQuery, FindStream } from '../query/find.ts';
import { compileProjection } from '../query/projection.ts';
import { parseSort } from '../query/sort.ts';
import type { Collection } from '../storage/collection.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { cursorReply } from '../wire/cursor-reply.ts';
import {
  collectionName,
  defineCommand,
  docField,
  flag,
  numberField,
  refuseCollation,
  wrongType,
} from './command.ts';
import { naturalHint, resolveHint } from './hint.ts';

const FIND_FIELDS = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'noCursorTimeout',
  'allowDiskUse',
  'allowPartialResults',
  'collation',
  'let',
  'tailable',
  'awaitData',
  'returnKey',
  'showRecordId',
  'min',
  'max',
  'oplogReplay',
];

/** The query that a find command asks for. */
export function findQueryOf(command: Doc, collection: Collection | undefined): FindQuery {
  refuseCollation(command.collation);
  refuseUnsupported(command);
  const variables = letVariables(docField(command, 'let', 'find'));
  const query = {
    filter: docField(command, 'filter', 'find'),
    variables,
    projection: compileProjection(docField(command, 'projection', 'find'), { variables }),
    skip: numberField(command, 'skip', 'find'),
    limit: numberField(command, 'limit', 'find'),
  };
  compileFilter(query.filter, query.variables);
  const { sort } = command;
  if (isDoc(sort) && '$natural' in sort) return { ...query, hint: naturalHint(sort) };
  const hint = collection ? resolveHint(collection, command.hint) : undefined;
  return { ...query, sort: parseSort(sort), hint };
}

function refuseUnsupported(command: Doc): void {
  if (flag(command, 'tailable', 'find')) {
    throw new MongoError('BadValue', 'tailable cursor requested on non capped collection');
  }
  if (flag(command, 'awaitData', 'find')) {
    throw new MongoError('FailedToParse', 'Cannot set awaitData without tailable');
  }
  for (const field of ['returnKey', 'showRecordId', 'min', 'max']) {
    const value = command[field];
    if (!value || (isDoc(value) && Object.keys(value).length === 0)) continue;
    throw new MongoError(
      'CommandNotSupported',
      `find option '${field}' is not supported by the embedded server`,
    );
  }
}

export const find = defineCommand({
  names: ['find'],
  fields: FIND_FIELDS,
  async run(command, { catalog, cursors, db, deadline }) {
    const name = collectionName(command, 'find');
    const collection = catalog.get(db, name);
    const query = findQueryOf(command, collection);
    const batchSize = numberField(command, 'batchSize', 'find');
    const namespace = `${db}.${name}`;
    if (!collection) return cursorReply('firstBatch', [], 0n, namespace);
    const batch = await cursors.start(new FindStream(collection, query), namespace, {
      batchSize,
      isSingleBatch: flag(command, 'singleBatch', 'find'),
      hasNoTimeout: flag(command, 'noCursorTimeout', 'find'),
      deadline,
    });
    return cursorReply('firstBatch', batch.documents, batch.cursorId, namespace);
  },
});

export const getMore = defineCommand({
  names: ['getMore'],
  fields: ['collection', 'batchSize'],
  async run(command, { cursors, db, deadline }) {
    const cursorId = cursorIdOf(command.getMore);
    const namespace = `${db}.${collectionName(command, 'collection')}`;
    const batch = await cursors.more(
      cursorId,
      namespace,
      numberField(command, 'batchSize', 'getMore'),
      deadline,
    );
    return cursorReply('nextBatch', batch.documents, batch.cursorId, namespace);
  },
});

export const killCursors = defineCommand({
  names: ['killCursors'],
  fields: ['cursors'],
  run(command, { cursors }) {
    const ids = Array.isArray(command.cursors) ? command.cursors : [];
    const cursorsKilled = ids.filter((id) => cursors.kill(cursorIdOf(id)));
    const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
});

function cursorIdOf(value: unknown): bigint {
  if (value instanceof Long) return value.toBigInt();
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw wrongType('getMore', value, 'long');
}
