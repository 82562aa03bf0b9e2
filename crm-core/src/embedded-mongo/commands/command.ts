import { letVariables } from '../aggregate/let-variables.ts';
import type { Credentials } from '../auth/scram.ts';
import type { Session } from '../auth/session.ts';
import type { Cursors } from '../cursors.ts';
import type { IndexBuilds } from '../index-builds.ts';
import { MongoError } from '../mongo-error.ts';
import type { Catalog } from '../storage/catalog.ts';
import type { Collection } from '../storage/collection.ts';
import type { Store } from '../storage/store.ts';
import type { Doc } from '../values/doc.ts';
import { isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { typeName } from '../values/show-value.ts';

/** What all commands of one server share. */
export interface ServerState {
  store: Store;
  catalog: Catalog;
  cursors: Cursors;
  builds: IndexBuilds;
  startedAt: Date;
  now(): Date;
  /** What a client must prove to know; undefined: nothing, the socket lets in its owner only. */
  credentials?: Credentials | undefined;
}

export interface CommandContext extends ServerState {
  db: string;
  session: Session;
  /** Documents that came undecoded: of kind 1 sections, or the array that the command declares as `rawArray`. */
  raw: ReadonlyMap<string, Buffer[]>;
  /** When maxTimeMS is over, in milliseconds since 1970. */
  deadline?: number | undefined;
}

/** What the statements of one write command have in common. */
export interface StatementContext {
  /** `let`: what `$$name` means. */
  variables: Doc;
  now: Date;
  deadline: number | undefined;
}

/** A reply document, or the bytes of one. */
type Reply = Doc | Buffer;

export interface Command {
  /** The first is its proper name. */
  names: string[];
  /** Fields that it understands besides those of every command; any other is refused. */
  fields: string[];
  /** An array of documents that it wants undecoded. */
  rawArray?: string;
  /** Answered before a sign-in as well. */
  isOpenToAll?: boolean;
  run(command: Doc, context: CommandContext): Promise<Reply> | Reply;
}

/** Declares a command. */
export function defineCommand(command: Command): Command {
  return command;
}

/** The collection name that is the command's first value. */
export function collectionName(command: Doc, name: string): string {
  const value = command[name];
  if (typeof value !== 'string' || value === '') {
    throw new MongoError('InvalidNamespace', `collection name has invalid type ${typeName(value)}`);
  }
  return value;
}

export function findCollection(command: Doc, name: string, context: CommandContext): Collection | undefined {
  return context.catalog.get(context.db, collectionName(command, name));
}

/** @throws MongoError 14 when the field is there and no document */
export function docField(command: Doc, field: string, label: string): Doc {
  const value = command[field];
  if (value === undefined || value === null) return {};
  if (!isDoc(value)) throw wrongType(`${label}.${field}`, value, 'object');
  return value;
}

/** @throws MongoError 40414 when it is missing, 14 when it is no document */
export function requiredDoc(command: Doc, field: string, label: string): Doc {
  if (command[field] === undefined) throw missingField(`${label}.${field}`);
  return docField(command, field, label);
}

/** @throws MongoError 14 when the field is there and neither true nor false */
export function flag(command: Doc, field: string, label: string, byDefault = false): boolean {
  const value = command[field];
  if (value === undefined || value === null) return byDefault;
  if (typeof value !== 'boolean') throw wrongType(`${label}.${field}`, value, 'bool');
  return value;
}

/** As `flag`, where MongoDB takes a number for yes or no as well. */
export function looseFlag(command: Doc, field: string, label: string): boolean {
  const value = command[field];
  return isBsonNumber(value) ? Number(value) !== 0 : flag(command, field, label);
}

export function numberField(command: Doc, field: string, label: string): number | undefined {
  const value = command[field];
  if (value === undefined || value === null) return undefined;
  if (!isBsonNumber(value)) throw wrongType(`${label}.${field}`, value, 'long');
  const number = Math.trunc(Number(value));
  if (number < 0) {
    throw new MongoError(51024, `BSON field '${field}' value must be >= 0, actual value '${number}'`);
  }
  return number;
}

export function docList(value: unknown, field: string): Doc[] {
  if (value === undefined) throw missingField(field);
  if (!Array.isArray(value)) throw wrongType(field, value, 'array');
  for (const item of value) if (!isDoc(item)) throw wrongType(field, item, 'object');
  return value as Doc[];
}

export function statementContext(command: Doc, label: string, context: CommandContext): StatementContext {
  return {
    variables: letVariables(docField(command, 'let', label)),
    now: context.now(),
    deadline: context.deadline,
  };
}

/** How many results a command's `cursor` option asks for at first. */
export function batchSizeOf(command: Doc, label: string): { batchSize: number | undefined } {
  return { batchSize: numberField(docField(command, 'cursor', label), 'batchSize', `${label}.cursor`) };
}

/** The statements of a write command. @throws MongoError 16 for none or too many */
export function statementList(value: unknown, field: string): Doc[] {
  const statements = docList(value, field);
  checkBatchSize(statements.length);
  return statements;
}

export function checkBatchSize(count: number): void {
  if (count >= 1 && count <= 100_000) return;
  throw new MongoError(
    'InvalidLength',
    `Write batch sizes must be between 1 and 100000. Got ${count} operations.`,
  );
}

export const missingField = (field: string) =>
  new MongoError('MissingField', `BSON field '${field}' is missing but a required field`);

export function wrongType(field: string, value: unknown, wanted: string): MongoError {
  return new MongoError(
    'TypeMismatch',
    `BSON field '${field}' is the wrong type '${typeName(value)}', expected type '${wanted}'`,
  );
}

/** Only the simple collation (bytes) is there; any other is refused rather than ignored. */
export function refuseCollation(collation: unknown): void {
  if (collation === undefined || collation === null) return;
  if (isDoc(collation) && (collation.locale === 'simple' || Object.keys(collation).length === 0)) return;
  throw new MongoError('CommandNotSupported', 'The embedded server only supports the simple collation');
}
