import { ForbiddenError } from '../errors.ts';
import type { Entity } from './define-entity.ts';
import { LinkedRecords } from './linked-records.ts';
import type { RecordStore } from './record-store.ts';
import type { Scope } from './scope.ts';

/** @throws ForbiddenError when the entity's own rule does not allow the change to the scope's role */
export async function requireGuard(
  entity: Entity,
  store: RecordStore,
  scope: Scope,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown>; id?: string },
): Promise<void> {
  if (!entity.guard || scope.role === 'system') return;
  const linked = new LinkedRecords(store, scope);
  const { id: recordId = '', ...states } = change;
  const reason = await entity.guard(states as never, {
    role: scope.role,
    actorId: scope.actor.id,
    recordId,
    readWhere: (name, values) => linked.readWhere(name, values),
  });
  if (reason) throw new ForbiddenError(reason);
}
