import type { CrmCore } from '../crm-core.ts';
import { ConflictError } from '../errors.ts';
import type { CreateInputOf, Entity, RecordOf } from './define-entity.ts';
import type { Scope } from './scope.ts';

/**
 * Makes a record whose id follows from its cause, unless it was made before: also by another process in this moment.
 *
 * @returns the record as it is stored, and whether this call has made it
 */
export async function createOnce<E extends Entity>(
  crm: CrmCore,
  entity: E,
  scope: Scope,
  id: string,
  input: CreateInputOf<E>,
): Promise<{ record: RecordOf<E>; isNew: boolean }> {
  const records = crm.records(entity);
  const known = (await records.getMany(scope, [id])).get(id);
  if (known) return { record: known, isNew: false };
  try {
    return { record: await records.create(scope, input, { id }), isNew: true };
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return { record: await records.get(scope, error.existingId ?? id, { withDeleted: true }), isNew: false };
  }
}
