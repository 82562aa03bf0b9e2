import type { Session } from '../auth/session.ts';
import { asMongoError, MongoError } from '../mongo-error.ts';
import { decode, encode, setField } from '../values/doc.ts';
import type { Request } from '../wire/message.ts';
import { firstFieldName, takeArray } from '../wire/raw-bson.ts';
import { aggregate } from './aggregate.command.ts';
import { authCommands } from './auth.commands.ts';
import { bulkWrite } from './bulk-write.command.ts';
import { collMod } from './coll-mod.command.ts';
import { collectionCommands } from './collection.commands.ts';
import type { Command, ServerState } from './command.ts';
import { COMMON_FIELDS, checkCommonFields, deadlineOf } from './common-fields.ts';
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
const COMMANDS: readonly Command[] = [
  hello,
  ...authCommands,
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

/** Runs one request; a failure becomes its reply. */
export async function dispatch(request: Request, session: Session, state: ServerState): Promise<Buffer> {
  try {
    return await run(request, session, state);
  } catch (error) {
    return encode(asMongoError(error).toReply());
  }
}

async function run(request: Request, session: Session, state: ServerState): Promise<Buffer> {
  const name = firstFieldName(request.body);
  const command = BY_NAME.get(name);
  if (state.credentials && !session.isSignedIn && !command?.isOpenToAll) {
    throw new MongoError('Unauthorized', `Command ${name} requires authentication`);
  }
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
    if (field !== command.rawArray) setField(doc, field, documents.map(decode));
  }
  for (const field of Object.keys(doc)) {
    if (COMMON_FIELDS.has(field) || command.names.includes(field) || command.fields.includes(field)) continue;
    throw new MongoError('UnknownField', `BSON field '${name}.${field}' is an unknown field.`);
  }
  checkCommonFields(command.names[0] as string, doc);
  const db = doc.$db ?? request.db;
  if (typeof db !== 'string') throw new MongoError(40571, 'OP_MSG requests require a $db argument');
  const deadline = deadlineOf(doc.maxTimeMS);
  const reply = await command.run(doc, { ...state, db, session, raw, deadline });
  return Buffer.isBuffer(reply) ? reply : encode(reply);
}
