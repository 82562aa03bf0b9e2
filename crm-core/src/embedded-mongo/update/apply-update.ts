import { ObjectId } from 'bson';
import { checkStorable, MAX_DOCUMENT_BYTES } from '../commands/insert.command.ts';
import { MongoError } from '../mongo-error.ts';
import type { Collection } from '../storage/collection.ts';
import { compareValues } from '../values/compare.ts';
import { copyValue, type Doc, decode, encode } from '../values/doc.ts';
import { showValue } from '../values/show-value.ts';
import { checkNested } from '../wire/raw-bson.ts';
import type { CompiledUpdate } from './compile-update.ts';
import type { Matched } from './match-records.ts';
import { upsertSeed } from './upsert-seed.ts';

export interface UpdatedRecord {
  after: Doc;
  bytes: Buffer;
  isModified: boolean;
}

/** Writes one record's update. @throws MongoError with nothing written */
export function updateRecord(
  collection: Collection,
  matched: Matched,
  update: CompiledUpdate,
  now: Date,
): UpdatedRecord {
  const before = decode(matched.bytes);
  const after = idFirst(update(matched.doc, { now, isInsert: false, position: matched.position }));
  if (compareValues(before._id, after._id) !== 0 || after._id === undefined) {
    throw new MongoError(
      'ImmutableField',
      `Performing an update on the path '_id' would modify the immutable field '_id'`,
    );
  }
  const bytes = encode(after);
  if (bytes.equals(matched.bytes)) return { after, bytes, isModified: false };
  checkBytes(bytes, 17419);
  collection.replace(matched.recordId, before, after, bytes);
  return { after, bytes, isModified: true };
}

/** Inserts what the filter and the update together describe. */
export function insertUpserted(
  collection: Collection,
  filter: Doc,
  update: CompiledUpdate,
  now: Date,
): UpdatedRecord {
  const seed = upsertSeed(filter, update.isReplacement);
  const seedId = copyValue(seed._id);
  const made = update(seed, { now, isInsert: true });
  if (seedId !== undefined && made._id !== undefined && compareValues(seedId, made._id) !== 0) {
    throw new MongoError(
      'ImmutableField',
      `Performing an update on the path '_id' would modify the immutable field '_id' (${showValue(seedId)})`,
    );
  }
  const after = idFirst({ ...made, _id: [made._id, seedId, new ObjectId()].find((id) => id !== undefined) });
  checkStorable(after);
  const bytes = encode(after);
  checkBytes(bytes, 17420);
  collection.insert(after, bytes);
  return { after, bytes, isModified: true };
}

/** @throws MongoError with this code when the document has grown too large, 15 when it is nested too deep */
function checkBytes(bytes: Buffer, code: number): void {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(code, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`);
  }
  checkNested(bytes, 0, bytes.length, 0);
}

function idFirst(doc: Doc): Doc {
  if (Object.keys(doc)[0] === '_id' || !('_id' in doc)) return doc;
  const { _id, ...rest } = doc;
  return { _id, ...rest };
}
