import { retirementSchema, retireOption } from '@clianta/crm-core/crm/custom-field-definition/retire-option';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { customFieldPaths } from './openapi/custom-field-paths.ts';

/** What a change of a custom field does to the records that have a value in it. */
export const customFieldRoutes = defineRoutes({
  at: 'workspace',
  paths: customFieldPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.post('/custom-fields/:id/retire-option', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const retirement = validate(retirementSchema, request.body, 'retirement of an option');
      response.json(await retireOption(crm, scope, String(request.params.id), retirement));
    });
    return router;
  },
});
