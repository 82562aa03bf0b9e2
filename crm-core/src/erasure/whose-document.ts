import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import { isPlain } from './erase-values.ts';

export type RawDocument = Record<string, unknown> & { _id: unknown };

/**
 * Tells which documents of the database an erasure in a workspace looks at: those of the workspace, and bookkeeping that
 * says of no workspace that it is another's.
 */
export async function ownDocuments(
  crm: CrmCore,
  workspaceId: string,
): Promise<(document: RawDocument, entity?: Entity) => boolean> {
  const all = await crm.store.model('workspace').distinct('_id');
  const others = new Set(all.map(String).filter((id) => id !== workspaceId));
  const turns = crm.store.model('agentTurn').collection;
  const foreign = new Set<unknown>();
  if (others.size > 0 && (await hasCheckpoints(crm))) {
    const threads = await crm.store.connection.collection('checkpoints').distinct('thread_id');
    const found = turns.find({
      _id: { $in: threads as never[] },
      workspaceId: { $ne: workspaceId },
    } as never);
    for await (const { _id } of found) foreign.add(String(_id));
  }
  return (document, entity) => {
    if (entity) {
      const tenants = [document[entity.tenantField]].flat();
      return tenants.includes(workspaceId);
    }
    const named = document.workspaceId ?? (isPlain(document.event) ? document.event.workspaceId : undefined);
    if (named !== undefined) return named === workspaceId;
    if (foreign.has(document.thread_id)) return false;
    const [first = ''] = String(document._id).split(/[:. /]/);
    return !others.has(first);
  };
}

async function hasCheckpoints(crm: CrmCore): Promise<boolean> {
  return (await collectionNames(crm)).includes('checkpoints');
}

/** Every collection of the database that holds documents of Clianta. */
export async function collectionNames(crm: CrmCore): Promise<string[]> {
  const { db } = crm.store.connection;
  const found = (await db?.listCollections({}, { nameOnly: true }).toArray()) ?? [];
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.'))
    .sort();
}
