import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { requireAccess } from '../entity/access.ts';
import { emailAddress } from '../entity/email-address.ts';
import { hasRole, type Scope, systemScope } from '../entity/scope.ts';
import { ConflictError, ForbiddenError } from '../errors.ts';
import { TeamMember, type TeamMemberRecord } from './team-member/team-member.schema.ts';
import { User } from './user/user.schema.ts';

export const inviteSchema = z.strictObject({
  name: z.string().trim().min(1, 'is missing').max(120),
  email: emailAddress(),
  role: z.enum(['viewer', 'member', 'admin', 'owner']).default('member'),
});
export type Invitation = z.output<typeof inviteSchema>;

/**
 * Adds a person to the team; somebody new gets an account without a password, which they choose by a link.
 *
 * @throws ForbiddenError when the caller may not
 * @throws ConflictError when they are in the team already, or the address is that of an account elsewhere
 */
export async function invite(
  crm: CrmCore,
  scope: Scope,
  { name, email, role }: Invitation,
): Promise<TeamMemberRecord> {
  requireAccess(TeamMember, scope, 'create');
  // the team's own rule would say so too, but an account would be left behind
  if (role === 'owner' && !hasRole(scope, 'owner'))
    throw new ForbiddenError('Only an owner of the workspace can make an owner.');
  const known = await crm.store
    .model('user')
    .findOne({ email, isDeleted: false })
    .lean<{ _id: string; workspaceIds: string[] }>();
  if (known && !known.workspaceIds.includes(scope.workspaceId))
    throw new ConflictError(`${email} is the address of an account in another workspace.`);
  const present = known && (await crm.records(TeamMember).findOne(scope, { userId: known._id }));
  if (present) throw new ConflictError(`${email} is in the team already, as ${present.name}.`);
  const userId = known?._id ?? (await newUser(crm, scope, name, email));
  return crm.records(TeamMember).create(scope, { userId, name, email, role });
}

async function newUser(crm: CrmCore, scope: Scope, name: string, email: string): Promise<string> {
  const { workspaceId, actor } = scope;
  const values = { name, email, workspaceIds: [workspaceId] };
  return (await crm.records(User).create({ ...systemScope(workspaceId), actor }, values)).id;
}
