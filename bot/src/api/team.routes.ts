import { requireAccess } from '@clianta/crm-core/entity/access';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { invite, inviteSchema } from '@clianta/crm-core/workspace/invite';
import { requireOnlyHere, revokePasswordLink } from '@clianta/crm-core/workspace/password-link';
import { removalSchema, removeMember } from '@clianta/crm-core/workspace/remove-member';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { type Request, Router } from 'express';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { teamPaths } from './openapi/team-paths.ts';

/** People are added to the team, get a link by which they choose their password, and leave it. */
export const teamRoutes = defineRoutes({
  at: 'workspace',
  paths: teamPaths,
  routes({ crm, links, factors }) {
    const router = Router({ mergeParams: true });
    /** Who may make a link for somebody may take their second factor away: both let them in anew. */
    const memberToLetIn = async (request: Request) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      const member = await crm.records(TeamMember).get(scope, String(request.params.id));
      requireLinkRight(scope, member);
      return { scope, member };
    };

    router.post('/team-members/invite', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      const member = await invite(crm, scope, validate(inviteSchema, request.body, 'invitation'));
      response.status(201).json({ member, token: await links.make(scope, member.userId) });
    });
    router.post('/team-members/:id/remove', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const removal = validate(removalSchema, request.body ?? {}, 'removal');
      response.json(await removeMember(crm, scope, String(request.params.id), removal));
    });
    router.post('/team-members/:id/password-link', async (request, response) => {
      const { scope, member } = await memberToLetIn(request);
      response.json({ token: await links.make(scope, member.userId) });
    });
    router.delete('/team-members/:id/password-link', async (request, response) => {
      const { scope, member } = await memberToLetIn(request);
      await revokePasswordLink(crm, scope, member.userId);
      response.json({ id: member.id });
    });
    router.delete('/team-members/:id/second-factor', async (request, response) => {
      const { scope, member } = await memberToLetIn(request);
      await requireOnlyHere(crm, scope, member.userId);
      await factors.remove(scope, member.userId);
      response.json({ id: member.id });
    });
    return router;
  },
});

/** Whoever makes a link could use it: so nobody makes one for somebody who may do more. */
function requireLinkRight(scope: Scope, member: { name: string; role: string }): void {
  requireAccess(TeamMember, scope, 'update');
  if (member.role === 'owner' && !hasRole(scope, 'owner'))
    throw new ForbiddenError(`Only an owner can make a link for ${member.name}, who is one.`);
}
