import type { CrmCore } from '../crm-core.ts';
import { hasRole, type Scope } from '../entity/scope.ts';
import { ForbiddenError } from '../errors.ts';
import { erasePerson } from './carry-out-erasure.ts';
import { hashesOf, keysHashOf } from './erased-keys.ts';
import { ERASURE_DAYS, Erasure, type ErasureRecord, type PersonKeys } from './erasure/erasure.schema.ts';
import { erasureOf } from './erasure-of.ts';

/** The turn that asks for it ends first: its own words are gone through too. */
const SOON_MS = 5_000;

/** Begins to erase a person, or goes on with what got stuck; it goes on by itself, and cannot be undone. @throws ForbiddenError for no admin */
export async function startErasure(
  crm: CrmCore,
  scope: Scope,
  keys: PersonKeys,
  { reason }: { reason?: string | undefined } = {},
): Promise<ErasureRecord> {
  if (!hasRole(scope, 'admin')) throw new ForbiddenError('Only an admin can have a person erased.');
  const { workspaceId } = scope;
  const now = crm.now();
  const hashes = await hashesOf(crm, workspaceId, keys);
  const values = { dueAt: new Date(now.getTime() + ERASURE_DAYS * 86_400_000), keys };
  const records = crm.records(Erasure);
  const system: Scope = { ...scope, role: 'system' };
  const stuck = await erasureOf(crm, workspaceId, keys);
  const record =
    stuck && stuck.state !== 'done'
      ? await records.update(system, stuck.id, { ...values, state: 'running', trouble: null })
      : await records.create(system, {
          ...values,
          requestedBy: scope.actor.id,
          keysHash: keysHashOf(hashes),
          ...(reason && { reason }),
        });
  await crm.enqueue(
    erasePerson,
    { erasureId: record.id },
    { workspaceId, key: record.id, at: new Date(now.getTime() + SOON_MS) },
  );
  return record;
}
