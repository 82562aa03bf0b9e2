import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { z } from 'zod';
import { searchEverything } from '../search/search-everything.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { searchPaths } from './openapi/search-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

const querySchema = z.object({ q: z.string().max(200).default('') });

/** Finds records and conversations by their names. */
export const searchRoutes = defineRoutes({
  at: 'workspace',
  paths: searchPaths,
  routes({ crm, catalogue }) {
    const router = Router({ mergeParams: true });
    router.get('/search', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { q } = validate(querySchema, request.query, 'request');
      response.json(await searchEverything(crm, catalogue, scope, q));
    });
    refuseOtherMethods(router);
    return router;
  },
});
