import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mongo } from 'mongoose';
import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { AUDIT_HEADS } from '../entity/audit-chain.ts';
import { collectionNames } from '../erasure/whose-document.ts';
import { InvalidError } from '../errors.ts';
import { Attachment } from '../files/attachment/attachment.schema.ts';
import { MissingContentError } from '../files/file-store.ts';

/** Which of an attachment's fields name a content. */
export const CONTENT_FIELDS = ['storageKey', 'textKey', 'thumbKey'] as const;

/** What is of this moment alone, and of these processes. */
const LEFT_OUT = new Set(['processes', 'processMessages', 'presences', 'turns', AUDIT_HEADS]);

export const manifestSchema = z.object({
  format: z.literal(1),
  at: z.coerce.date(),
  collections: z.array(z.object({ name: z.string(), count: z.number().int(), sha256: z.string() })),
  files: z.array(z.object({ key: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type Manifest = z.output<typeof manifestSchema>;

/** The name of a content's copy: its key has a slash in it. */
export const copyOf = (key: string): string => key.replaceAll('/', '_');

/**
 * Copies database and files into an empty folder, one document and one file at a time, with counts and hashes of all of it.
 * Keys and passwords of the server are not among them: they are kept apart.
 *
 * @throws InvalidError when something is in the folder already
 */
export async function backUp(crm: CrmCore, folder: string): Promise<Manifest> {
  await mkdir(join(folder, 'database'), { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'files'), { recursive: true, mode: 0o700 });
  const there = (await readdir(folder)).filter((name) => name !== 'database' && name !== 'files');
  if (there.length > 0 || (await readdir(join(folder, 'database'))).length > 0)
    throw new InvalidError(`There is something in ${folder} already: name an empty folder.`);
  const manifest: Manifest = { format: 1, at: crm.now(), collections: [], files: [] };
  for (const name of await collectionNames(crm)) {
    if (LEFT_OUT.has(name)) continue;
    const hash = createHash('sha256');
    let count = 0;
    async function* documents() {
      for await (const document of crm.store.connection.collection(name).find({})) {
        const bytes = mongo.BSON.serialize(document);
        hash.update(bytes);
        count++;
        yield bytes;
      }
    }
    await pipeline(Readable.from(documents()), createWriteStream(join(folder, 'database', `${name}.bson`)));
    manifest.collections.push({ name, count, sha256: hash.digest('hex') });
  }
  for await (const file of crm.store.model(Attachment.name).collection.find({}))
    for (const field of CONTENT_FIELDS) {
      const key: unknown = file[field];
      const copied = typeof key === 'string' ? await copyFile(crm, key, folder) : undefined;
      if (copied) manifest.files.push(copied);
    }
  // last: without it the folder is no backup
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return manifest;
}

async function copyFile(
  crm: CrmCore,
  key: string,
  folder: string,
): Promise<Manifest['files'][number] | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const content = await crm.files.store.open(key);
    async function* measured() {
      for await (const chunk of content) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    }
    await pipeline(Readable.from(measured()), createWriteStream(join(folder, 'files', copyOf(key))));
    return { key, bytes, sha256: hash.digest('hex') };
  } catch (error) {
    // its record says so too
    if (error instanceof MissingContentError) return undefined;
    throw error;
  }
}
