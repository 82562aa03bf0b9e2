import { validate } from '@clianta/crm-core/entity/validate';
import { accountOf, membershipsOf } from '@clianta/crm-core/workspace/accounts';
import { Router } from 'express';
import { attempt } from './attempt.ts';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { widgetSessionPaths, widgetSitePaths } from './openapi/widget-paths.ts';
import { widgetSessionSchema } from './widget.schema.ts';

/** How long a page of another site may talk before it says anew who is there. */
const HOURS = 1;

/** Lets in, without a cookie, whom a site vouches for: into that site's workspace alone. */
export const widgetSessionRoutes = defineRoutes({
  at: 'api',
  paths: widgetSessionPaths,
  routes({ crm, sites, sessions, limits }) {
    const router = Router();
    router.post('/widget/session', async (request, response) => {
      const { site, identity } = validate(widgetSessionSchema, request.body, 'identity');
      const prove = () => sites.memberOf(site, identity);
      const { userId, workspaceId } = await attempt(limits, request, undefined, prove);
      const token = await sessions.issueBound(userId, workspaceId, HOURS, 'The chat on another site');
      const workspaces = await membershipsOf(crm, userId);
      response.json({
        token,
        user: await accountOf(crm, userId, crm.now()),
        workspaces: workspaces.filter(({ id }) => id === workspaceId),
      });
    });
    return router;
  },
});

/** An admin gets a secret for a site. */
export const widgetSiteRoutes = defineRoutes({
  at: 'workspace',
  paths: widgetSitePaths,
  routes({ crm, sites }) {
    const router = Router({ mergeParams: true });
    router.post('/widget-sites/:id/secret', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      response.status(201).json({ secret: await sites.makeSecret(scope, String(request.params.id)) });
    });
    return router;
  },
});
