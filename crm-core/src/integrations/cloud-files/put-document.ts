import { createHash } from 'node:crypto';
import { InvalidError } from '../../errors.ts';
import { type SyncLink, SyncLinks } from '../sync/sync-links.ts';
import type { CloudPlace } from './cloud-files-of.ts';
import type { RecordDocument } from './documents-of.ts';

/** What a file that stands there is called in a link. */
export const FILE = 'file';
/** What goes into one request. */
const MOST_BYTES = 50 * 1024 * 1024;

export interface PutDocument {
  link: string;
  /** It was not there before. */
  isNew: boolean;
  /** What is in it was put there now; otherwise it was the same already. */
  isChanged: boolean;
}

/**
 * Puts a document of a record where the workspace keeps files outside. The file of a record is one file: put there again it
 * is brought up to date, and one whose answer was lost is found, since its id is stored before it is made.
 *
 * @throws InvalidError for one that is larger than 50 MB
 */
export async function putDocument(
  { files, connection }: CloudPlace,
  document: RecordDocument,
): Promise<PutDocument> {
  const { crm, credential } = connection;
  const { entity, recordId, name, type } = document;
  const bytes = await document.bytes();
  if (bytes.length > MOST_BYTES)
    throw new InvalidError(`“${name}” is larger than the 50 MB that go to ${files.title}.`);
  const links = new SyncLinks(crm);
  const place = { workspaceId: credential.workspaceId, credentialId: credential.id, object: FILE };
  const hash = createHash('sha256').update(`${name}\n${type}\n`).update(bytes).digest('hex');
  const known = await links.ofRecord(place, recordId);
  // one that is new has no hash: it may have been made by a run whose answer was lost
  const there = known?.hash ? await files.find(connection, known.externalId) : undefined;
  if (known && there && known.hash === hash) return { link: there.link, isNew: false, isChanged: false };
  const isKept = known !== undefined && (there !== undefined || !known.hash);
  const externalId = isKept ? known.externalId : await files.newId(connection);
  if (known && !isKept) await links.remove([known]);
  const values: Pick<SyncLink, 'entity' | 'recordId' | 'base' | 'origin'> = {
    entity,
    recordId,
    base: { name },
    origin: 'ours',
  };
  if (!isKept) await links.make([{ ...place, externalId, ...values }]);
  const { link } = await files.put(connection, externalId, { name, type, bytes });
  const stored = await links.find({ ...place, externalId });
  if (stored) await links.seen(stored, { hash, base: { name } });
  return { link, isNew: !there, isChanged: true };
}
