import type { CrmCore } from '@clianta/crm-core/crm-core';
import { validate } from '@clianta/crm-core/entity/validate';
import { auditRequests } from '@clianta/crm-core/tracking/user-action/audit-requests';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { listFilter, listSchema } from './list-request.ts';

const auditRequestsSchema = listSchema.pick({ filter: true, limit: true, cursor: true });

/** The audit log as people read it: what one request did to many records is one row. */
export function auditRoutes(crm: CrmCore): Router {
  const router = Router({ mergeParams: true });
  router.get('/audit/requests', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const { filter, ...page } = validate(auditRequestsSchema, request.query, 'list request');
    response.json(await auditRequests(crm, scope, { filter: listFilter(filter), ...page }));
  });
  return router;
}
