import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import { Attachment } from '../files/attachment/attachment.schema.ts';
import { purgeFiles } from '../files/purge-files.ts';
import { isPlain } from './erase-values.ts';
import { ERASED } from './person-matcher.ts';
import type { Reach } from './reach.ts';
import { redactEntry } from './redact-entry.ts';

const BATCH = 200;

type Removed = (entity: Entity, count: number) => Promise<void>;

/**
 * Removes the records that go with a person for good: first what the audit log says of them, then what hangs on others,
 * last what it hangs on, so that a run which was broken off finds the rest again by the same way.
 */
export async function removeReached(
  crm: CrmCore,
  workspaceId: string,
  reach: Reach,
  { signal, removed }: { signal?: AbortSignal | undefined; removed: Removed },
): Promise<void> {
  for (const round of reach.rounds.toReversed())
    for (const [entity, all] of round)
      for (let at = 0; at < all.length; at += BATCH) {
        signal?.throwIfAborted();
        const ids = all.slice(at, at + BATCH);
        await silenceAudit(crm, workspaceId, ids);
        await removed(entity, await removeRecords(crm, workspaceId, entity, ids));
      }
}

async function removeRecords(
  crm: CrmCore,
  workspaceId: string,
  entity: Entity,
  ids: readonly string[],
): Promise<number> {
  const filter = { workspaceId, _id: { $in: [...ids] } };
  if (entity.name === Attachment.name) return purgeFiles(crm, filter as never);
  const { deletedCount } = await crm.store.model(entity).collection.deleteMany(filter as never);
  return deletedCount;
}

/** Who has changed which field when stays; what it was and became does not. */
async function silenceAudit(crm: CrmCore, workspaceId: string, ids: readonly string[]): Promise<void> {
  const entries = crm.store
    .model('userAction')
    .collection.find({ workspaceId, recordId: { $in: [...ids] }, recordTitle: { $ne: ERASED } } as never);
  for await (const entry of entries)
    await redactEntry(crm, entry as never, {
      $set: { recordTitle: ERASED, before: silent(entry.before), after: silent(entry.after) },
    });
}

const silent = (values: unknown): Record<string, unknown> =>
  isPlain(values) ? Object.fromEntries(Object.keys(values).map((name) => [name, ERASED])) : {};
