import { systemScope } from '../../entity/scope.ts';
import { InvalidError, NotFoundError } from '../../errors.ts';
import type { Connection, ErasedThere, PersonThere } from '../layer/define-integration.ts';
import { SyncLinks } from '../sync/sync-links.ts';
import type { CloudFiles } from './cloud-files.ts';
import { documentsOf } from './documents-of.ts';
import { FILE, putDocument } from './put-document.ts';

/** Removes files of a person's records for good, and brings those that named them up to date. */
export async function eraseFiles(
  files: CloudFiles,
  connection: Connection,
  { links }: PersonThere,
): Promise<ErasedThere[]> {
  const { crm, credential } = connection;
  const { workspaceId, id: credentialId } = credential;
  const all = new SyncLinks(crm);
  const there: ErasedThere = { target: files.title, found: 0, erased: 0 };
  for (const { object, externalId, isTheirs } of links) {
    if (object !== FILE) continue;
    const link = isTheirs ? undefined : await all.find({ credentialId, object, externalId });
    const isNew = link ? await again(files, connection, workspaceId, link) : undefined;
    if (isNew === false) continue;
    if (isNew === undefined && !isTheirs) {
      there.found++;
      there.left = 'Files there that name them are changed by hand.';
    } else if (isNew || (await files.remove(connection, externalId))) {
      there.found++;
      there.erased++;
    }
    if (isTheirs) await all.remove([{ credentialId, object, externalId }]);
  }
  return there.found > 0 ? [there] : [];
}

/** @returns whether it was another one; undefined where only a person can tell what it is to be */
async function again(
  files: CloudFiles,
  connection: Connection,
  workspaceId: string,
  { entity, recordId }: { entity: string; recordId: string },
): Promise<boolean | undefined> {
  const scope = systemScope(workspaceId);
  try {
    const documents = await documentsOf(connection.crm, scope, { name: entity }, recordId);
    const document = documents.find((one) => one.recordId === recordId);
    if (!document) return undefined;
    return (await putDocument({ files, connection }, document)).isChanged;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InvalidError) return undefined;
    throw error;
  }
}
