import type { CrmCore } from '@clianta/crm-core/crm-core';
import { validate } from '@clianta/crm-core/entity/validate';
import { issueToken, newTokenSchema } from '@clianta/crm-core/workspace/api-token/api-tokens';
import { Router } from 'express';
import { requirePerson, scopeOfRequest } from './authentication.ts';

/** A person gets a key for a program. It is listed and revoked as any record is. */
export function apiTokenRoutes(crm: CrmCore): Router {
  const router = Router({ mergeParams: true });
  router.post('/api-tokens/issue', async (request, response) => {
    requirePerson(request);
    const scope = await scopeOfRequest(crm, request);
    const { record, token } = await issueToken(crm, scope, validate(newTokenSchema, request.body, 'token'));
    response.status(201).json({ record, token });
  });
  return router;
}
