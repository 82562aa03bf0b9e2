import type { CrmCore } from '../crm-core.ts';
import { writeAudit } from '../entity/audit.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { StoredDocument } from '../entity/outbox.ts';
import type { OutboxRelay, Write } from './outbox-relay.ts';

const PAGE = 200;

/**
 * Relays what a crash, or a queue that was away, has left in the outboxes of every entity that has events, oldest record
 * first. Safe in several processes at once: audit ids and event ids are stable.
 *
 * @param olderThanMs - younger entries are taken to be under way
 */
export async function sweepOutbox(crm: CrmCore, relay: OutboxRelay, olderThanMs: number): Promise<void> {
  const before = new Date(crm.now().getTime() - olderThanMs);
  for (const entity of crm.store.entities.values()) {
    if (entity.isAudited || entity.derivedEvents) await sweepEntity(crm, relay, entity, before);
  }
}

async function sweepEntity(crm: CrmCore, relay: OutboxRelay, entity: Entity, before: Date): Promise<void> {
  let lastId: string | undefined;
  for (;;) {
    const documents: StoredDocument[] = await crm.store
      .model(entity)
      .find({ 'outbox.at': { $lt: before }, ...(lastId !== undefined && { _id: { $gt: lastId } }) })
      .sort({ _id: 1 })
      .limit(PAGE)
      .lean<StoredDocument[]>();
    const writes: Write[] = documents.flatMap((document) =>
      (document.outbox ?? [])
        .filter((entry) => entry.at < before)
        .map((entry) => ({ entity, document, entry })),
    );
    // the process may have ended between the write and its copy in the audit log
    await writeAudit(crm.store, entity, writes);
    await relay.relay(writes);
    lastId = documents.at(-1)?._id;
    if (documents.length < PAGE) return;
  }
}
