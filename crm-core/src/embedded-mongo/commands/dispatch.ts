import { asMongoError, MongoError } from '../mongo-error.ts';
import { decode, encode } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import type { Request } from '../wire/message.ts';
import { firstFieldName, takeArray } from '../wire/raw-bson.ts';
import { aggregate } from './aggregate.command.ts';
import { bulkWrite } from './bulk-write.command.ts';
import { collMod } from './coll-mod.command.ts';
import { collectionCommands } from './collection.commands.ts';
import type { Command, ServerState } from './command.ts';
import { count } from './count.command.ts';
import { deleteCommand } from './delete.command.ts';
import { distinct } from './distinct.command.ts';
import { explain } from './explain.command.ts';
import { find, getMore, killCursors } from './find.command.ts';
import { findAndModify } from './find-and-modify.command.ts';
import { hello } from './hello.command.ts';
import { indexCommands } from './index.commands.ts';
import { insert } from './insert.command.ts';
import { serverCommands } from './server.commands.ts';
import { update } from './update.command.ts';
import { validate } from './validate.command.ts';

/** Every command of the server. */
export const COMMANDS: readonly Command[] = [
  hello,
  ...serverCommands,
  find,
  getMore,
  killCursors,
  insert,
  update,
  deleteCommand,
  findAndModify,
  bulkWrite,
  collMod,
  aggregate,
  count,
  distinct,
  explain,
  validate,
  ...collectionCommands,
  ...indexCommands,
];

const BY_NAME = new Map(COMMANDS.flatMap((command) => command.names.map((name) => [name, command] as const)));

/** Fields that any command may carry. Those about replication are met by a standalone server as they stand. */
const COMMON_FIELDS = new Set([
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

/** Runs one request; a failure becomes its reply. */
export async function dispatch(request: Request, connectionId: number, state: ServerState): Promise<Buffer> {
  try {
    return await run(request, connectionId, state);
  } catch (error) {
    return encode(asMongoError(error).toReply());
  }
}

async function run(request: Request, connectionId: number, state: ServerState): Promise<Buffer> {
  const name = firstFieldName(request.body);
  const command = BY_NAME.get(name);
  if (!command) throw new MongoError('CommandNotFound', `no such command: '${name}'`);
  const raw = new Map(request.sequences);
  let body = request.body;
  if (command.rawArray && !raw.has(command.rawArray)) {
    const { rest, items } = takeArray(body, command.rawArray);
    body = rest;
    if (items) raw.set(command.rawArray, items);
  }
  const doc = decode(body);
  for (const [field, documents] of request.sequences) {
    if (field !== command.rawArray) doc[field] = documents.map(decode);
  }
  for (const field of Object.keys(doc)) {
    if (COMMON_FIELDS.has(field) || command.names.includes(field) || command.fields.includes(field)) continue;
    throw new MongoError('UnknownField', `BSON field '${name}.${field}' is an unknown field.`);
  }
  if (doc.txnNumber !== undefined) {
    throw new MongoError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos',
    );
  }
  checkWriteConcern(doc.writeConcern);
  const db = typeof doc.$db === 'string' ? doc.$db : (request.db ?? 'test');
  const maxTimeMs = isBsonNumber(doc.maxTimeMS) ? Number(doc.maxTimeMS) : 0;
  const deadline = maxTimeMs > 0 ? Date.now() + maxTimeMs : undefined;
  const reply = await command.run(doc, { ...state, db, connectionId, raw, deadline });
  return Buffer.isBuffer(reply) ? reply : encode(reply);
}

function checkWriteConcern(concern: unknown): void {
  const w = typeof concern === 'object' && concern !== null && 'w' in concern ? concern.w : 1;
  if (typeof w === 'number' && w > 1) {
    throw new MongoError('BadValue', "cannot use 'w' > 1 when a host is not replicated");
  }
}
