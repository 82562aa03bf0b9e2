import type { CrmCore } from '@clianta/crm-core/crm-core';
import { requireAccess } from '@clianta/crm-core/entity/access';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { invite, inviteSchema } from '@clianta/crm-core/workspace/invite';
import { removalSchema, removeMember } from '@clianta/crm-core/workspace/remove-member';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import type { PasswordLinks } from './password-links.ts';

/** People are added to the team, get a link by which they choose their password, and leave it. */
export function teamRoutes(crm: CrmCore, links: PasswordLinks): Router {
  const router = Router({ mergeParams: true });

  router.post('/team-members/invite', async (request, response) => {
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
    const scope = await scopeOfRequest(crm, request);
    const member = await crm.records(TeamMember).get(scope, String(request.params.id));
    requireLinkRight(scope, member);
    response.json({ token: await links.make(scope, member.userId) });
  });
  return router;
}

/** Whoever makes a link could use it: so nobody makes one for somebody who may do more. */
function requireLinkRight(scope: Scope, member: { name: string; role: string }): void {
  requireAccess(TeamMember, scope, 'update');
  if (member.role === 'owner' && !hasRole(scope, 'owner'))
    throw new ForbiddenError(`Only an owner can make a link for ${member.name}, who is one.`);
}
