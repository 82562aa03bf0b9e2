import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import {
  givenTo,
  LOOKED_AFTER,
  type Routed,
  routeRecords,
} from '@clianta/crm-core/intelligence/routing-rule/route-records';
import { ROUTED } from '@clianta/crm-core/intelligence/routing-rule/routing-rule.schema';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { z } from 'zod';
import type { JobRunContext } from '../job.ts';

/** Of what change the records came, and by whom. */
const madeSchema = z.object({
  kind: z.enum(ROUTED),
  groupId: z.string(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
});
type Made = z.output<typeof madeSchema>;

/** Shares out what a change of many has made. */
export const shareOutMade = defineJob({
  name: 'share_out',
  data: madeSchema,
  limitMs: 10 * 60_000,
  async run({ crm, workspaceId }: JobRunContext, made) {
    const ids = await crm.store
      .model(UserAction)
      .distinct('recordId', { workspaceId, groupId: made.groupId, entity: made.kind, change: 'created' });
    await giveOut(crm, workspaceId, ids.map(String), made);
  },
});

/**
 * Gives records that nobody looks after to whom the routing rules name: in the name of whoever made them and as part of
 * the same change, so that taking that back takes this along.
 */
export async function giveOut(
  crm: CrmCore,
  workspaceId: string,
  ids: readonly string[],
  { kind, groupId, actor }: Made,
): Promise<void> {
  const { given } = await routeRecords(crm, workspaceId, kind, await ownerless(crm, workspaceId, kind, ids), {
    isTrial: false,
  });
  // somebody may have taken one meanwhile
  const free = await ownerless(crm, workspaceId, kind, [...given.keys()]);
  const scope: Scope = {
    ...systemScope(workspaceId),
    actor: actor as Scope['actor'],
    groupId,
    via: 'routing rules',
    isBulk: free.length > 1,
  };
  const records = crm.records(crm.store.entity(kind));
  for (const id of free) {
    const owner = given.get(id);
    if (owner) await records.update(scope, id, givenTo(kind, owner.userId, crm.now()));
  }
}

const ownerless = (crm: CrmCore, workspaceId: string, kind: Routed, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : crm.records(crm.store.entity(kind)).ids(systemScope(workspaceId), {
        where: [
          { field: 'id', op: 'in', value: ids },
          { field: LOOKED_AFTER[kind].by, op: 'is_empty' },
        ],
      });
