import type { Connection, ErasedThere, PersonThere } from '../layer/define-integration.ts';
import { SyncLinks } from '../sync/sync-links.ts';
import { type SheetStore, spreadsheetOf } from './sheet-store.ts';

/** Removes the rows of a person's records from spreadsheets, and takes them out of other rows that were added from here. */
export async function eraseRows(
  title: string,
  store: SheetStore,
  connection: Connection,
  { links, without }: PersonThere,
): Promise<ErasedThere[]> {
  const rows = new Map<string, Set<string>>();
  for (const { object, externalId, isTheirs } of links) {
    const id = spreadsheetOf(object);
    if (id === undefined) continue;
    const ids = rows.get(id) ?? new Set();
    if (isTheirs) ids.add(externalId);
    rows.set(id, ids);
  }
  let erased = 0;
  const { id: credentialId } = connection.credential;
  for (const [id, ids] of rows) erased += await store.redact(connection, id, ids, without);
  await new SyncLinks(connection.crm).remove(
    links
      .filter(({ object, isTheirs }) => isTheirs && spreadsheetOf(object) !== undefined)
      .map(({ object, externalId }) => ({ credentialId, object, externalId })),
  );
  return erased > 0 ? [{ target: title, found: erased, erased }] : [];
}
