import type { CrmCore } from '../crm-core.ts';
import { type Role, type Scope, systemScope } from '../entity/scope.ts';
import { ForbiddenError } from '../errors.ts';
import { TeamMember } from './team-member/team-member.schema.ts';

/** The authority of a user in a workspace, whose account is known to be open. @throws ForbiddenError when they are no member */
export async function scopeOfMember(
  crm: CrmCore,
  workspaceId: string,
  userId: string,
  channel: string,
): Promise<Scope> {
  const member = await crm.records(TeamMember).findOne(systemScope(workspaceId), { userId });
  if (!member) throw new ForbiddenError('You are not a member of this workspace.');
  return {
    workspaceId,
    actor: { type: 'user', id: userId, name: member.name },
    role: member.role as Role,
    channel,
  };
}

/** The authority of a user in a workspace. @throws ForbiddenError when they are no member or their account is closed */
export async function scopeOfUser(
  crm: CrmCore,
  workspaceId: string,
  userId: string,
  channel: string,
): Promise<Scope> {
  const [scope, user] = await Promise.all([
    scopeOfMember(crm, workspaceId, userId, channel),
    crm.store.model('user').exists({ _id: userId, isDeleted: false, isActive: true }),
  ]);
  if (!user) throw new ForbiddenError('Your account is closed. Ask an admin of your workspace to open it.');
  return scope;
}
