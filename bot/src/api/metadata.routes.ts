import type { CrmCore } from '@clianta/crm-core/crm-core';
import { metadataOf } from '@clianta/crm-core/entity/metadata';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** What there are records of, their fields and relations, and what the caller may do: the console draws from it. */
export function metadataRoutes(crm: CrmCore): Router {
  const router = Router({ mergeParams: true });
  router.get('/metadata', async (request, response) => {
    response.json(await metadataOf(crm, await scopeOfRequest(crm, request)));
  });
  refuseOtherMethods(router);
  return router;
}
