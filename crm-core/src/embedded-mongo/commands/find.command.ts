import { Long } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { compileFilter } from '../query/filter.ts';
import { type FindQuery, FindStream } from '../query/find.ts';
import { compileProjection } from '../query/projection.ts';
import { parseSort } from '../query/sort.ts';
import type { Collection } from '../storage/collection.ts';
import type { Doc } from '../values/doc.ts';
import { cursorReply } from '../wire/cursor-reply.ts';
import {
  collectionName,
  defineCommand,
  docField,
  numberField,
  refuseCollation,
  wrongType,
} from './command.ts';
import { resolveHint } from './hint.ts';

export const FIND_FIELDS = [
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
  for (const field of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max']) {
    if (command[field]) {
      throw new MongoError(
        'CommandNotSupported',
        `find option '${field}' is not supported by the embedded server`,
      );
    }
  }
  const sort = parseSort(command.sort);
  const query = {
    filter: docField(command, 'filter', 'find'),
    variables: docField(command, 'let', 'find'),
    projection: compileProjection(docField(command, 'projection', 'find')),
    skip: numberField(command, 'skip', 'find'),
    limit: numberField(command, 'limit', 'find'),
  };
  if (sort[0]?.path === '$natural') {
    if (sort[0].direction === -1) {
      throw new MongoError(
        'CommandNotSupported',
        'sort by $natural: -1 is not supported by the embedded server',
      );
    }
    return { ...query, hint: '$natural' };
  }
  compileFilter(query.filter, query.variables);
  return { ...query, sort, hint: collection ? resolveHint(collection, command.hint) : undefined };
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
      isSingleBatch: command.singleBatch === true,
      hasNoTimeout: command.noCursorTimeout === true,
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
