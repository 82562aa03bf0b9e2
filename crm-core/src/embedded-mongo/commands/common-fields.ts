import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { wrongType } from './command.ts';

/** Fields that any command may carry. */
export const COMMON_FIELDS: ReadonlySet<string> = new Set([
  '$db',
  '$readPreference',
  '$clusterTime',
  '$configServerState',
  'lsid',
  'txnNumber',
  'stmtId',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/** MongoDB's Stable API, version 1. */
const STABLE_API = new Set(
  'abortTransaction aggregate bulkWrite collMod commitTransaction count create createIndexes delete drop dropDatabase dropIndexes endSessions explain find findAndModify getMore hello insert killCursors listCollections listDatabases listIndexes ping refreshSessions update'.split(
    ' ',
  ),
);
const READ_LEVELS = ['local', 'majority', 'available', 'linearizable', 'snapshot'];
/** MongoDB's own: the greatest 32-bit integer. */
const LONGEST_MS = 2 ** 31 - 1;

const bad = (message: string) => new MongoError('BadValue', message);

/** Answers what a command asks of replication, transactions and the API as a standalone server does. */
export function checkCommonFields(name: string, command: Doc): void {
  if (command.lsid !== undefined && !isDoc(command.lsid))
    throw wrongType(`${name}.lsid`, command.lsid, 'object');
  if (command.txnNumber !== undefined) {
    throw new MongoError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos',
    );
  }
  for (const field of ['autocommit', 'startTransaction']) {
    if (command[field] === undefined) continue;
    throw new MongoError(
      'InvalidOptions',
      `'${field}' field requires a transaction number to also be specified`,
    );
  }
  checkReadConcern(command.readConcern);
  checkWriteConcern(command.writeConcern);
  checkApi(name, command);
}

function checkReadConcern(concern: unknown): void {
  if (concern === undefined) return;
  if (!isDoc(concern)) throw wrongType('readConcern', concern, 'object');
  const { level } = concern;
  if (level !== undefined && !READ_LEVELS.includes(String(level))) {
    throw bad(`Enumeration value '${String(level)}' for field 'readConcern.level' is not a valid value.`);
  }
  const needsMembers =
    level === 'linearizable' ||
    level === 'snapshot' ||
    'afterClusterTime' in concern ||
    'atClusterTime' in concern;
  if (needsMembers) {
    throw new MongoError('NotAReplicaSet', 'node needs to be a replica set member to use read concern');
  }
}

function checkWriteConcern(concern: unknown): void {
  if (concern === undefined) return;
  if (!isDoc(concern)) throw wrongType('writeConcern', concern, 'object');
  const { w } = concern;
  if (w === undefined || w === 'majority') return;
  if (!isBsonNumber(w)) {
    throw bad(`cannot use non-majority 'w' mode ${String(w)} when a host is not a member of a replica set`);
  }
  if (!(Number(w) >= 0 && Number(w) <= 50)) {
    throw new MongoError('FailedToParse', 'w has to be a non-negative number and not greater than 50');
  }
  if (Number(w) > 1) throw bad("cannot use 'w' > 1 when a host is not replicated");
}

function checkApi(name: string, { apiVersion, apiStrict, apiDeprecationErrors }: Doc): void {
  if (apiVersion === undefined) {
    if (apiStrict === undefined && apiDeprecationErrors === undefined) return;
    throw new MongoError('APIVersionError', 'apiStrict and apiDeprecationErrors need an apiVersion');
  }
  if (apiVersion !== '1') throw new MongoError('APIVersionError', 'API version must be "1"');
  if (apiStrict === true && !STABLE_API.has(name)) {
    throw new MongoError(
      'APIStrictError',
      `Provided apiStrict:true, but the command ${name} is not in API Version 1`,
    );
  }
}

/** Milliseconds since 1970 at which the command's maxTimeMS is over; undefined: it may take any time. */
export function deadlineOf(maxTimeMs: unknown): number | undefined {
  if (maxTimeMs === undefined || maxTimeMs === null) return undefined;
  if (!isBsonNumber(maxTimeMs)) throw bad('maxTimeMS must be a number');
  const ms = Number(maxTimeMs);
  if (!Number.isInteger(ms)) throw bad('maxTimeMS has non-integral value');
  if (ms < 0 || ms > LONGEST_MS) throw bad(`${ms} value for maxTimeMS is out of range`);
  return ms > 0 ? Date.now() + ms : undefined;
}
