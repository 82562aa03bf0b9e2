import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { LOOKED_AFTER, routeRecords } from '@clianta/crm-core/intelligence/routing-rule/route-records';
import { ROUTED } from '@clianta/crm-core/intelligence/routing-rule/routing-rule.schema';
import type { JobContext } from '../job.ts';

/**
 * Whatever comes in without anybody who looks after it goes to whom the routing rules name: in the name of whoever made
 * it and as part of the same change, so that taking that back takes this along.
 */
export async function shareOut({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const kind = ROUTED.find((one) => one === event.entity);
  if (!kind || event.type !== `${crm.store.entity(kind).eventName}.created`) return;
  const { by } = LOOKED_AFTER[kind];
  if (event.after[by]) return;
  const { workspaceId, recordId, actor, groupId } = event;
  const scope = systemScope(workspaceId);
  const records = crm.records(crm.store.entity(kind));
  const isFree = async () => {
    const record = (await records.getMany(scope, [recordId])).get(recordId);
    return record && !record.isDeleted && !new Map<string, unknown>(Object.entries(record)).get(by);
  };
  if (!(await isFree())) return;
  const { given } = await routeRecords(crm, workspaceId, kind, [recordId], { isTrial: false });
  const owner = given.get(recordId);
  // somebody may have taken it meanwhile
  if (!owner || !(await isFree())) return;
  await records.update(
    { ...scope, actor: actor as typeof scope.actor, groupId, via: 'routing rules' },
    recordId,
    { [by]: owner.userId },
  );
}
