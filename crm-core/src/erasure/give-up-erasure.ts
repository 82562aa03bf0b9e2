import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import { reasonOf } from '../events/dead-letters.ts';
import { Erasure } from './erasure/erasure.schema.ts';

/** Whether it should have ended by now. */
export async function isOverdue(crm: CrmCore, workspaceId: string, erasureId: string): Promise<boolean> {
  const { dueAt } = await crm.records(Erasure).get(systemScope(workspaceId), erasureId);
  return dueAt <= crm.now();
}

/** It is for a person to go on; by what the erased one is found is kept until then. */
export async function giveUpErasure(
  crm: CrmCore,
  workspaceId: string,
  erasureId: string,
  error: unknown,
): Promise<void> {
  await crm
    .records(Erasure)
    .update(systemScope(workspaceId), erasureId, { state: 'stuck', trouble: reasonOf(error).slice(0, 500) });
}
