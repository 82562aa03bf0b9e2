import { validate } from '@clianta/crm-core/entity/validate';
import { preferencesSchema, setOwnPreferences } from '@clianta/crm-core/workspace/own-preferences';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { mePaths } from './openapi/me-paths.ts';

/** What everybody sets for themselves, whatever their role. */
export const meRoutes = defineRoutes({
  at: 'workspace',
  paths: mePaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.patch('/me', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      response.json(
        await setOwnPreferences(crm, scope, validate(preferencesSchema, request.body, 'preferences')),
      );
    });
    return router;
  },
});
