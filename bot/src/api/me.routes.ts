import type { CrmCore } from '@clianta/crm-core/crm-core';
import { validate } from '@clianta/crm-core/entity/validate';
import { preferencesSchema, setOwnPreferences } from '@clianta/crm-core/workspace/own-preferences';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';

/** What everybody sets for themselves, whatever their role. */
export function meRoutes(crm: CrmCore): Router {
  const router = Router({ mergeParams: true });
  router.patch('/me', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    response.json(
      await setOwnPreferences(crm, scope, validate(preferencesSchema, request.body, 'preferences')),
    );
  });
  return router;
}
