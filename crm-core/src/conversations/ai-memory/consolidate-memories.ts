import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { operation, type Scope, systemScope } from '../../entity/scope.ts';
import { ACTIVE, AIMemory, type AIMemoryRecord } from './ai-memory.schema.ts';
import { EXPIRED_DAYS } from './confidence.ts';
import { type Consolidation, consolidate } from './consolidate-subject.ts';

const DAY_MS = 86_400_000;
/** Facts of one subject that are looked at. */
const MOST_READ = 500;

/**
 * Puts the facts of a workspace in order, subject by subject, as one group of changes that can be undone. Both facts stay
 * where one is superseded.
 *
 * @param slot - of the night: the same again changes nothing more
 */
export async function consolidateMemories(
  crm: CrmCore,
  workspaceId: string,
  slot: string,
): Promise<{ superseded: number; expired: number; erased: number; asked: Consolidation['asked'] }> {
  const groupId = idFrom(`memory:${workspaceId}:${slot}`);
  const scope = { ...systemScope(workspaceId), groupId, isBulk: true };
  const done = { superseded: 0, expired: 0, erased: 0, asked: [] as Consolidation['asked'] };
  for (const subject of await subjectsOf(crm, workspaceId)) {
    const { superseded, expired, asked } = consolidate(await factsOf(crm, scope, subject), crm.now());
    for (const { fact, by } of superseded)
      await write(crm, scope, slot, fact, { status: 'superseded', supersededBy: by.id });
    for (const fact of expired) await write(crm, scope, slot, fact, { status: 'expired' });
    done.superseded += superseded.length;
    done.expired += expired.length;
    done.asked.push(...asked);
  }
  done.erased = await eraseExpired(crm, scope, slot);
  return done;
}

/** Whom and what there are facts about that are gone by. */
async function subjectsOf(crm: CrmCore, workspaceId: string): Promise<string[]> {
  const rows = await crm.store
    .model(AIMemory)
    .aggregate<{ _id: string }>([
      { $match: { workspaceId, isDeleted: false, status: { $nin: ['superseded', 'expired'] } } },
      { $group: { _id: '$subjectId' } },
      { $sort: { _id: 1 } },
    ]);
  return rows.map(({ _id }) => _id);
}

async function factsOf(crm: CrmCore, scope: Scope, subjectId: string): Promise<AIMemoryRecord[]> {
  const { records } = await crm.records(AIMemory).find(scope, {
    where: [{ field: 'subjectId', op: 'eq', value: subjectId }, ACTIVE],
    sort: '-createdAt',
    limit: MOST_READ,
  });
  return records;
}

async function write(
  crm: CrmCore,
  scope: Scope,
  slot: string,
  { id, version }: AIMemoryRecord,
  values: Partial<AIMemoryRecord>,
): Promise<void> {
  // a fact that somebody changes meanwhile is looked at again tomorrow
  await crm
    .records(AIMemory)
    .update({ ...scope, operation: operation(`memory.${slot}.${id}`) }, id, values, { version });
}

async function eraseExpired(crm: CrmCore, scope: Scope, slot: string): Promise<number> {
  const before = new Date(crm.now().getTime() - EXPIRED_DAYS * DAY_MS);
  const memories = crm.records(AIMemory);
  const { records } = await memories.find(scope, {
    where: [
      { field: 'status', op: 'eq', value: 'expired' },
      { field: 'updatedAt', op: 'lt', value: before },
    ],
    limit: MOST_READ,
  });
  for (const { id } of records)
    await memories.delete({ ...scope, operation: operation(`memory.${slot}.erase.${id}`) }, id);
  return records.length;
}
