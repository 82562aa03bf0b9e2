import type { CrmCore } from '../../crm-core.ts';
import type { Entity } from '../../entity/define-entity.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';

/** Whether a filter asks anything. */
export const asks = (filter: Filter | undefined): filter is Filter =>
  filter !== undefined &&
  ((filter.where?.length ?? 0) > 0 || (filter.anyOf?.length ?? 0) > 0 || Boolean(filter.search));

/** Whether a record is as a filter says, now; a filter that asks nothing is always met. */
export async function matches(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  recordId: string,
  filter: Filter,
): Promise<boolean> {
  if (!asks(filter)) return true;
  const where = [{ field: 'id', op: 'eq' as const, value: recordId }, ...(filter.where ?? [])];
  return (await crm.records(entity).count(scope, { ...filter, where })) > 0;
}
