import type { CrmCore } from '../crm-core.ts';
import { hasRole, type Scope } from '../entity/scope.ts';
import { ForbiddenError } from '../errors.ts';
import { erasePerson } from './carry-out-erasure.ts';
import { hashesOf, keysHashOf } from './erased-keys.ts';
import { ERASURE_DAYS, Erasure, type ErasureRecord, type PersonKeys } from './erasure/erasure.schema.ts';

/** The turn that asks for it ends first: its own words are gone through too. */
const SOON_MS = 5_000;

/** Begins to erase a person; it goes on by itself, and cannot be undone. @throws ForbiddenError for no admin */
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
  const record = await crm.records(Erasure).create(
    { ...scope, role: 'system' },
    {
      requestedBy: scope.actor.id,
      dueAt: new Date(now.getTime() + ERASURE_DAYS * 86_400_000),
      keysHash: keysHashOf(hashes),
      keys,
      ...(reason && { reason }),
    },
  );
  await crm.enqueue(
    erasePerson,
    { erasureId: record.id },
    { workspaceId, key: record.id, at: new Date(now.getTime() + SOON_MS) },
  );
  return record;
}
