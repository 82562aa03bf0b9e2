import { metadataOf } from '@clianta/crm-core/entity/metadata';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { metadataPaths } from './openapi/metadata-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** What there are records of, their fields and relations, and what the caller may do: the console draws from it. */
export const metadataRoutes = defineRoutes({
  at: 'workspace',
  paths: metadataPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.get('/metadata', async (request, response) => {
      response.json(await metadataOf(crm, await scopeOfRequest(crm, request)));
    });
    refuseOtherMethods(router);
    return router;
  },
});
