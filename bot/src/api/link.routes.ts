import { makeLinkCode } from '@clianta/crm-core/workspace/link-codes';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { linkPaths } from './openapi/link-paths.ts';

/** A person gets a code by which they prove on another channel who they are. */
export const linkRoutes = defineRoutes({
  at: 'workspace',
  paths: linkPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.post('/link-codes', async (request, response) => {
      response.status(201).json(await makeLinkCode(crm, await scopeOfRequest(crm, request)));
    });
    return router;
  },
});
