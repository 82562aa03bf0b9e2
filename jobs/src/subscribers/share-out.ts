import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { defaultOwner, LOOKED_AFTER } from '@clianta/crm-core/intelligence/routing-rule/route-records';
import { ROUTED, RoutingRule } from '@clianta/crm-core/intelligence/routing-rule/routing-rule.schema';
import type { JobContext } from '../job.ts';
import { giveOut, shareOutMade } from '../jobs/share-out.job.ts';

/** A change of many is over when this long nothing more has come of it. */
const QUIET_MS = 5_000;

/** Whatever comes in without anybody who looks after it goes to whom the routing rules name; of a change of many all, once. */
export async function shareOut({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const kind = ROUTED.find((one) => one === event.entity);
  if (!kind || event.type !== `${crm.store.entity(kind).eventName}.created`) return;
  if (event.after[LOOKED_AFTER[kind].by]) return;
  const { workspaceId, recordId, actor, groupId } = event;
  const rules = await crm.records(RoutingRule).count(systemScope(workspaceId), {
    where: [{ field: 'isActive', op: 'eq', value: true }],
  });
  if (rules === 0 && !(await defaultOwner(crm, workspaceId))) return;
  const made = { kind, groupId, actor };
  if (!event.isBulk) return giveOut(crm, workspaceId, [recordId], made);
  const at = new Date(crm.now().getTime() + QUIET_MS);
  await crm.enqueue(shareOutMade, made, { workspaceId, key: `${kind} ${groupId}`, at });
}
