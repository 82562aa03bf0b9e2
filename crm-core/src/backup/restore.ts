import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import type { CrmCore } from '../crm-core.ts';
import { eraseAgain } from '../erasure/erase-again.ts';
import { ErasedPerson } from '../erasure/erased-person/erased-person.schema.ts';
import { collectionNames } from '../erasure/whose-document.ts';
import { InvalidError } from '../errors.ts';
import { Attachment } from '../files/attachment/attachment.schema.ts';
import { CONTENT_FIELDS, copyOf, type Manifest, manifestSchema } from './back-up.ts';
import { markRestored } from './instance.ts';

const BATCH = 500;
/** The size of a BSON document stands in its first four bytes; MongoDB takes 16 MB. */
const MOST_BYTES = 17 * 2 ** 20;

export interface Restored {
  documents: number;
  files: number;
  /** People who were erased since the backup was made, and were in it. */
  erasedAgain: number;
}

/**
 * Puts a backup in the place of what is there. Everything is looked at before anything is changed; whoever was erased since
 * is erased from it before this returns, and mail is held until an admin says that this copy is the one.
 *
 * @param options.replaces - there may be data, which goes
 * @throws InvalidError for what is no backup, or no whole one, or where there is data already
 */
export async function restore(
  crm: CrmCore,
  folder: string,
  { replaces = false }: { replaces?: boolean } = {},
): Promise<Restored> {
  const manifest = await readManifest(folder);
  const { connection } = crm.store;
  const present = await collectionNames(crm);
  if (!replaces && (await crm.store.model('workspace').exists({})))
    throw new InvalidError('There is data here already. Say --replace to have the backup in its place.');
  await verify(folder, manifest);
  // whoever was erased since stays so, whatever the copy says
  const erased = present.includes(ErasedPerson.plural)
    ? await crm.store.model(ErasedPerson.name).collection.find({}).toArray()
    : [];
  const keys = present.includes('erasureKeys')
    ? await connection.collection('erasureKeys').find({}).toArray()
    : [];
  for (const name of present) await connection.collection(name).deleteMany({});
  await markRestored(connection, crm.now());
  let documents = 0;
  for (const { name } of manifest.collections) {
    if (name === 'instance') continue;
    let batch: mongo.BSON.Document[] = [];
    const flush = async () => {
      if (batch.length > 0)
        await connection.collection(name).insertMany(batch as never[], { ordered: false });
      documents += batch.length;
      batch = [];
    };
    for await (const bytes of documentsOf(join(folder, 'database', `${name}.bson`))) {
      batch.push(mongo.BSON.deserialize(bytes));
      if (batch.length >= BATCH) await flush();
    }
    await flush();
  }
  await crm.store.ensureIndexes();
  await putBack(crm, 'erasureKeys', keys);
  await putBack(crm, ErasedPerson.plural, erased);
  const files = await restoreFiles(crm, folder, manifest);
  return { documents, files, erasedAgain: await eraseAgain(crm) };
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new InvalidError(`There is no backup in ${folder}: it has no manifest.json.`);
  });
  return manifestSchema.parse(JSON.parse(text));
}

/** @throws InvalidError when something is missing, or is not what was copied */
async function verify(folder: string, { collections, files }: Manifest): Promise<void> {
  const parts = [
    ...collections.map(({ name, sha256 }) => ({ path: join('database', `${name}.bson`), sha256 })),
    ...files.map(({ key, sha256 }) => ({ path: join('files', copyOf(key)), sha256 })),
  ];
  for (const { path, sha256 } of parts) {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(join(folder, path))) hash.update(chunk as Uint8Array);
    } catch {
      throw new InvalidError(`The backup is not whole: ${path} cannot be read.`);
    }
    if (hash.digest('hex') !== sha256)
      throw new InvalidError(`The backup is not as it was made: ${path} is different.`);
  }
}

/** The documents of a file, one after another. */
async function* documentsOf(path: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= 4) {
      const size = rest.readInt32LE(0);
      if (size < 5 || size > MOST_BYTES) throw new InvalidError(`${path} is no list of documents.`);
      if (rest.length < size) break;
      yield rest.subarray(0, size);
      rest = rest.subarray(size);
    }
  }
  if (rest.length > 0) throw new InvalidError(`${path} ends in the middle of a document.`);
}

async function putBack(crm: CrmCore, name: string, documents: readonly mongo.BSON.Document[]): Promise<void> {
  for (const { _id, ...values } of documents)
    await crm.store.connection.collection(name).replaceOne({ _id }, values, { upsert: true });
}

/** Contents get keys of their own where they are kept now; the records follow. */
async function restoreFiles(crm: CrmCore, folder: string, { files }: Manifest): Promise<number> {
  const { collection } = crm.store.model(Attachment.name);
  const sizes = new Map(files.map(({ key, bytes }) => [key, bytes]));
  let count = 0;
  for await (const file of collection.find({})) {
    const set: Record<string, string> = {};
    for (const field of CONTENT_FIELDS) {
      const key: unknown = file[field];
      const bytes = typeof key === 'string' ? sizes.get(key) : undefined;
      if (typeof key !== 'string' || bytes === undefined) continue;
      const content = createReadStream(join(folder, 'files', copyOf(key)));
      set[field] = (await crm.files.store.put(String(file.workspaceId), content, bytes + 1)).key;
      count++;
    }
    if (Object.keys(set).length > 0) await collection.updateOne({ _id: file._id }, { $set: set });
  }
  return count;
}
