import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { AIMemory, type AIMemoryRecord } from './ai-memory.schema.ts';

/** Somebody says which of two facts holds: the other is superseded, and kept beside it. */
export async function keepOne(
  crm: CrmCore,
  scope: Scope,
  keep: AIMemoryRecord,
  drop: AIMemoryRecord,
): Promise<AIMemoryRecord> {
  return crm
    .records(AIMemory)
    .update(scope, drop.id, { status: 'superseded', supersededBy: keep.id }, { version: drop.version });
}

/** Somebody says that both hold: they are not asked about again. */
export async function keepBoth(
  crm: CrmCore,
  scope: Scope,
  one: AIMemoryRecord,
  other: AIMemoryRecord,
): Promise<AIMemoryRecord> {
  const agreesWith = [...new Set([...(one.agreesWith ?? []), other.id])];
  return crm.records(AIMemory).update(scope, one.id, { agreesWith }, { version: one.version });
}

/** Notes that facts were made use of: what is used does not fade. No change that anybody made. */
export async function touchFacts(crm: CrmCore, facts: readonly AIMemoryRecord[]): Promise<void> {
  const inferred = facts.filter(({ isSaid }) => isSaid === false).map(({ id }) => id);
  if (inferred.length === 0) return;
  await crm.store
    .model(AIMemory)
    .collection.updateMany({ _id: { $in: inferred as never[] } }, { $set: { lastUsedAt: crm.now() } });
}
