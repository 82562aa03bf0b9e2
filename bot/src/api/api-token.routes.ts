import { validate } from '@clianta/crm-core/entity/validate';
import { issueToken, newTokenSchema } from '@clianta/crm-core/workspace/api-token/api-tokens';
import { Router } from 'express';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { apiTokenPaths } from './openapi/api-token-paths.ts';

/** A person gets a key for a program. It is listed and revoked as any record is. */
export const apiTokenRoutes = defineRoutes({
  at: 'workspace',
  paths: apiTokenPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.post('/api-tokens/issue', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      const { record, token } = await issueToken(crm, scope, validate(newTokenSchema, request.body, 'token'));
      response.status(201).json({ record, token });
    });
    return router;
  },
});
