import { ObjectId } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { isRegex } from '../query/regex.ts';
import type { Collection } from '../storage/collection.ts';
import { type Doc, decode, encode, isDoc } from '../values/doc.ts';
import { FieldPicker } from '../wire/field-picker.ts';
import { checkBatchSize, collectionName, defineCommand, flag, missingField } from './command.ts';

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const EVERY_FIELD = new FieldPicker(undefined);

export interface PreparedDocument {
  doc: Doc;
  bytes: Buffer;
}

/**
 * Checks a document that is to be stored and gives it an `_id` when it has none.
 *
 * @param wanted - the top-level fields that are to be decoded
 */
export function prepareDocument(raw: Buffer, wanted = EVERY_FIELD): PreparedDocument {
  if (raw.length > MAX_DOCUMENT_BYTES) throw tooLarge(raw.length);
  const { fields, ordered } = wanted.pick(raw);
  if (!ordered) {
    const doc = { _id: new ObjectId(), ...decode(raw) };
    return { doc, bytes: encode(doc) };
  }
  const doc = decode(fields);
  checkStorable(doc);
  return { doc, bytes: ordered };
}

/** @throws MongoError for an `_id` or a field name that MongoDB does not store either */
export function checkStorable(doc: Doc): void {
  const id = doc._id;
  const type = Array.isArray(id) ? 'array' : isRegex(id) ? 'regex' : undefined;
  if (type) throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${type}`);
  if (isDoc(id)) {
    for (const key of Object.keys(id)) {
      if (key.startsWith('$')) {
        throw new MongoError(
          'DollarPrefixedFieldName',
          `_id fields may not contain '$'-prefixed fields: ${key} is not valid for storage.`,
        );
      }
    }
  }
}

function tooLarge(bytes: number): MongoError {
  return new MongoError(
    'BSONObjectTooLarge',
    `BSONObj size: ${bytes} is invalid. Size must be between 0 and 16793600(16MB)`,
  );
}

/** Inserts in order; with `ordered` the first failure ends it. Runs inside a write job. */
function insertAll(
  collection: () => Collection,
  documents: readonly Buffer[],
  isOrdered: boolean,
): { n: number; writeErrors: Doc[] } {
  const writeErrors: Doc[] = [];
  let n = 0;
  for (const [index, raw] of documents.entries()) {
    try {
      const target = collection();
      const { doc, bytes } = prepareDocument(raw, target.indexedFields);
      target.insert(doc, bytes);
      n++;
    } catch (error) {
      writeErrors.push(refusal(error).toWriteError(index));
      if (isOrdered) break;
    }
  }
  return { n, writeErrors };
}

/** A refusal is answered for its statement; anything else is a fault of the server and rolls the write back. */
export function refusal(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  if (error instanceof Error && error.name.startsWith('BSON'))
    return new MongoError('BadValue', error.message);
  throw error;
}

export const insert = defineCommand({
  names: ['insert'],
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  rawArray: 'documents',
  run(command, { store, catalog, db, raw }) {
    const name = collectionName(command, 'insert');
    const documents = raw.get('documents');
    if (!documents) throw missingField('insert.documents');
    checkBatchSize(documents.length);
    const isOrdered = flag(command, 'ordered', 'insert', true);
    return store.write(() => {
      const { n, writeErrors } = insertAll(() => catalog.ensure(db, name), documents, isOrdered);
      return { n, ...(writeErrors.length > 0 && { writeErrors }), ok: 1 };
    });
  },
});
