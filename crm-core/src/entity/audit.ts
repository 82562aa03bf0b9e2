import { auditChainOf } from './audit-chain.ts';
import type { Entity } from './define-entity.ts';
import type { OutboxEntry, StoredDocument } from './outbox.ts';
import type { RecordStore } from './record-store.ts';

/** The audit record of a write; its id is the outbox entry's, so copying twice changes nothing. */
function auditRecord(entity: Entity, document: StoredDocument, entry: OutboxEntry): StoredDocument {
  const workspaceId = tenantOf(entity, document);
  return {
    _id: entry.id,
    workspaceId,
    version: 1,
    isDeleted: false,
    createdAt: entry.at,
    updatedAt: entry.at,
    createdBy: entry.actor.id,
    entity: entity.name,
    recordId: document._id,
    recordTitle: entry.title,
    recordVersion: entry.version,
    change: entry.change,
    actor: entry.actor,
    ...(entry.via && { via: entry.via }),
    ...(entry.channel && { channel: entry.channel }),
    ...(entry.turnId && { turnId: entry.turnId }),
    ...(entry.token && { token: entry.token }),
    groupId: entry.groupId,
    before: entry.before,
    after: entry.after,
    at: entry.at,
    ...(document.isDemo === true && { isDemo: true }),
  };
}

export function tenantOf(entity: Entity, document: StoredDocument): string {
  const value = document[entity.tenantField];
  return String(Array.isArray(value) ? value[0] : value);
}

/** Copies outbox entries into the audit log, each sealed after the one before. Safe to repeat. */
export async function writeAudit(
  store: RecordStore,
  entity: Entity,
  writes: Array<{ document: StoredDocument; entry: OutboxEntry }>,
): Promise<void> {
  const byWorkspace = new Map<string, StoredDocument[]>();
  for (const { document, entry } of writes) {
    if (entry.isDerived) continue;
    const record = auditRecord(entity, document, entry);
    const workspaceId = String(record.workspaceId);
    const own = byWorkspace.get(workspaceId);
    if (own) own.push(record);
    else byWorkspace.set(workspaceId, [record]);
  }
  const chain = auditChainOf(store);
  await Promise.all([...byWorkspace].map(([workspaceId, records]) => chain.append(workspaceId, records)));
}
