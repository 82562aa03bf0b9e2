import type { CrmCore } from '../../crm-core.ts';
import { fold } from '../../entity/search-text.ts';
import type { ImportColumn } from '../import/import.schema.ts';

/** What somebody chose for columns of this name. */
interface RememberedHeader {
  /** Workspace, kind and folded header. */
  _id: string;
  workspaceId: string;
  /** The key of the target; empty for a column that is left out. */
  field: string;
  at: Date;
}

const collection = (crm: CrmCore) => crm.store.connection.collection<RememberedHeader>('importMappings');
const idOf = (workspaceId: string, kind: string, header: string) => `${workspaceId}:${kind}:${fold(header)}`;

/** By folded header, what was chosen for it when records of this kind were imported before. */
export async function rememberedMapping(
  crm: CrmCore,
  workspaceId: string,
  kind: string,
  headers: readonly string[],
): Promise<Map<string, string>> {
  const ids = headers.map((header) => idOf(workspaceId, kind, header));
  const found = await collection(crm)
    .find({ _id: { $in: ids } })
    .toArray();
  const start = `${workspaceId}:${kind}:`.length;
  return new Map(found.map(({ _id, field }) => [_id.slice(start), field]));
}

export async function rememberMapping(
  crm: CrmCore,
  workspaceId: string,
  kind: string,
  columns: readonly ImportColumn[],
): Promise<void> {
  const operations = columns.flatMap(({ header, field }) =>
    fold(header) === ''
      ? []
      : [
          {
            updateOne: {
              filter: { _id: idOf(workspaceId, kind, header) },
              update: { $set: { workspaceId, field: field ?? '', at: crm.now() } },
              upsert: true,
            },
          },
        ],
  );
  if (operations.length > 0) await collection(crm).bulkWrite(operations, { ordered: false });
}
