import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { CrmCore } from '../crm-core.ts';
import { Attachment } from '../files/attachment/attachment.schema.ts';
import { MissingContentError } from '../files/file-store.ts';
import type { PersonMatcher } from './person-matcher.ts';

/** What a file is looked through in; an address is far shorter than what two pieces share. */
const OVERLAP = 2_048;
/** Texts longer than this are not written anew. */
const MOST_REWRITTEN = 50 * 2 ** 20;
const TEXT = /^(text\/|application\/(json|xml|x-ndjson|csv))/;

export const FILE_KEPT =
  'These files have the person among other things and are no plain text: look at them by hand.';

interface StoredFile {
  _id: string;
  workspaceId: string;
  mime: string;
  name: string;
  bytes: number;
  storageKey: string;
  textKey?: string;
}

/** What was found in the content of a file. */
export type FileFound = 'erased' | 'kept' | 'none';

/** Goes through the contents of all files of a workspace. @param isDry - look only */
export async function* sweepFiles(
  crm: CrmCore,
  workspaceId: string,
  person: PersonMatcher,
  { isDry, signal }: { isDry: boolean; signal?: AbortSignal | undefined },
): AsyncGenerator<{ id: string; found: FileFound }> {
  const files = crm.store.model(Attachment.name).collection.find<StoredFile>({ workspaceId } as never);
  for await (const file of files) {
    signal?.throwIfAborted();
    yield { id: file._id, found: await sweepFile(crm, file, person, isDry) };
  }
}

async function sweepFile(
  crm: CrmCore,
  file: StoredFile,
  person: PersonMatcher,
  isDry: boolean,
): Promise<FileFound> {
  const isText = TEXT.test(file.mime) && file.bytes <= MOST_REWRITTEN;
  const inContent = await isIn(crm, file.storageKey, person);
  const inText = file.textKey ? await isIn(crm, file.textKey, person) : false;
  if (!inContent && !inText) return 'none';
  if (isDry) return isText ? 'erased' : 'kept';
  if (inText && file.textKey) await rewrite(crm, file, file.textKey, 'textKey', person);
  if (!inContent || !isText) return isText ? 'erased' : 'kept';
  await rewrite(crm, file, file.storageKey, 'storageKey', person);
  return 'erased';
}

async function isIn(crm: CrmCore, key: string, person: PersonMatcher): Promise<boolean> {
  try {
    let before = '';
    for await (const chunk of await crm.files.store.open(key)) {
      const text = before + Buffer.from(chunk as Uint8Array).toString('utf8');
      if (person.find(text)) return true;
      before = text.slice(-OVERLAP);
    }
    return false;
  } catch (error) {
    if (error instanceof MissingContentError) return false;
    throw error;
  }
}

/** The new content first, then the record that names it, then the old one goes: a crash leaves one too many at most. */
async function rewrite(
  crm: CrmCore,
  file: StoredFile,
  key: string,
  field: 'storageKey' | 'textKey',
  person: PersonMatcher,
): Promise<void> {
  const { store } = crm.files;
  const text = (await buffer(await store.open(key))).toString('utf8');
  const content = Buffer.from(person.erase(text));
  const kept = await store.put(file.workspaceId, Readable.from([content]), MOST_REWRITTEN * 2);
  const measured =
    field === 'storageKey'
      ? { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
      : {};
  await crm.store
    .model(Attachment.name)
    .collection.updateOne({ _id: file._id as never }, { $set: { [field]: kept.key, ...measured } });
  await store.remove(key);
}
