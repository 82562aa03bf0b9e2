import { retirementSchema, retireOption } from '@clianta/crm-core/crm/custom-field-definition/retire-option';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';

/** What a change of a custom field does to the records that have a value in it. */
export function customFieldRoutes(crm: CrmCore): Router {
  const router = Router({ mergeParams: true });
  router.post('/custom-fields/:id/retire-option', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const retirement = validate(retirementSchema, request.body, 'retirement of an option');
    response.json(await retireOption(crm, scope, String(request.params.id), retirement));
  });
  return router;
}
