import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { requireAccess } from '../entity/access.ts';
import { requireGuard } from '../entity/guard.ts';
import { newId } from '../entity/ids.ts';
import type { Scope } from '../entity/scope.ts';
import { InvalidError } from '../errors.ts';
import { countOwned, handOver, handOverRecords, hasLeft } from './hand-over.ts';
import { TeamMember, type TeamMemberRecord } from './team-member/team-member.schema.ts';

export const removalSchema = z.strictObject({
  /** The user who gets what the member looked after; without it the records stay as they are. */
  handOverTo: z.string().optional(),
});

export interface Removal {
  member: TeamMemberRecord;
  /** Undoes all of it. */
  groupId: string;
  /** Records that have, or are to have, another owner. */
  handedOver: number;
  /** There are so many that they are handed over within the next minutes. */
  isPending: boolean;
}

/** Above so many records nobody waits for the answer until all are handed over. */
const AT_ONCE = 200;

/**
 * Takes a person out of the team, and hands over what they looked after; both are undone together.
 *
 * @throws ForbiddenError when the caller may not remove them
 * @throws InvalidError when whoever is to get the records is not in the team, or is the one who leaves
 */
export async function removeMember(
  crm: CrmCore,
  scope: Scope,
  memberId: string,
  { handOverTo: toUserId }: z.output<typeof removalSchema>,
): Promise<Removal> {
  const members = crm.records(TeamMember);
  const groupId = newId();
  const own: Scope = { ...scope, groupId };
  if (!toUserId)
    return { member: await members.delete(own, memberId), groupId, handedOver: 0, isPending: false };
  requireAccess(TeamMember, scope, 'delete');
  const member = await members.get(scope, memberId);
  if (toUserId === member.userId || (await hasLeft(crm, scope, toUserId))) {
    const message = 'is not somebody who stays in the team';
    throw new InvalidError(`Whoever gets the records of ${member.name} ${message}.`, { handOverTo: message });
  }
  // who may not be removed keeps their records
  await requireGuard(TeamMember as never, crm.store, scope, { before: { ...member }, id: memberId });
  const { id, name } = scope.actor;
  const order = { fromUserId: member.userId, toUserId, actor: { id, name }, groupId };
  const owned = await countOwned(crm, scope, member.userId);
  const isPending = owned > AT_ONCE;
  const handedOver = isPending ? owned : await handOver(crm, scope, order);
  const removed = await members.delete(own, memberId);
  if (isPending) await crm.enqueue(handOverRecords, order, { workspaceId: scope.workspaceId, key: groupId });
  return { member: removed, groupId, handedOver, isPending };
}
