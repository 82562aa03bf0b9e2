import type { CrmCore } from '@clianta/crm-core/crm-core';
import { makeLinkCode } from '@clianta/crm-core/workspace/link-codes';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';

/** A person gets a code by which they prove on another channel who they are. */
export function linkRoutes(crm: CrmCore): Router {
  const router = Router({ mergeParams: true });
  router.post('/link-codes', async (request, response) => {
    response.status(201).json(await makeLinkCode(crm, await scopeOfRequest(crm, request)));
  });
  return router;
}
