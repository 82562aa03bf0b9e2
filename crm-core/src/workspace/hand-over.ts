import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { bulkChange } from '../entity/bulk.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { Filter } from '../entity/filter.schema.ts';
import { type Actor, type Scope, systemScope } from '../entity/scope.ts';
import type { JobType } from '../work/define-job.ts';
import { TeamMember } from './team-member/team-member.schema.ts';

/** Records of somebody who left, on their way to a teammate. */
export const handOverRecords = {
  name: 'hand_over_records',
  data: z.object({
    fromUserId: z.string(),
    toUserId: z.string(),
    /** Who ordered it, and with what it is undone together. */
    actor: z.object({ id: z.string(), name: z.string() }),
    groupId: z.string(),
  }),
} as const satisfies JobType;
export type HandOver = z.output<typeof handOverRecords.data>;

/** What somebody looks after: the owner's field of each entity. An entry of the timeline stays with who wrote it. */
function ownedBy(crm: CrmCore, userId: string): Array<{ entity: Entity; field: string; filter: Filter }> {
  return [...crm.store.entities.values()].flatMap((entity) => {
    const field = entity.talk?.inTimeline ? entity.talk.owner : undefined;
    return field ? [{ entity, field, filter: { where: [{ field, op: 'eq', value: userId }] } }] : [];
  });
}

/** How many records somebody looks after. */
export async function countOwned(crm: CrmCore, scope: Scope, userId: string): Promise<number> {
  const counts = await Promise.all(
    ownedBy(crm, userId).map(({ entity, filter }) => crm.records(entity).count(scope, filter)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Makes the teammate the owner of all that the other looked after, in one undo group. @returns how many there were */
export async function handOver(
  crm: CrmCore,
  scope: Scope,
  { fromUserId, toUserId, actor, groupId }: HandOver,
): Promise<number> {
  const by: Actor = { type: 'user', ...actor };
  const own: Scope = { ...systemScope(scope.workspaceId), ...scope, actor: by, role: 'system', groupId };
  let count = 0;
  for (const { entity, field, filter } of ownedBy(crm, fromUserId)) {
    const change = { kind: 'update' as const, patch: { [field]: toUserId } };
    count += (await bulkChange(crm.records(entity), own, filter, change)).changed.length;
  }
  return count;
}

/** Whether somebody is no member of the workspace, or not any more. */
export async function hasLeft(crm: CrmCore, scope: Scope, userId: string): Promise<boolean> {
  return (await crm.records(TeamMember).findOne(scope, { userId })) === undefined;
}
