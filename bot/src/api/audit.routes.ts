import { hasRole } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { auditCsv } from '@clianta/crm-core/tracking/user-action/audit-csv';
import { auditRequests } from '@clianta/crm-core/tracking/user-action/audit-requests';
import { verifyAudit } from '@clianta/crm-core/tracking/user-action/verify-audit';
import { Router } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { listFilter, listSchema } from './list-request.ts';
import { auditPaths } from './openapi/audit-paths.ts';

const verificationSchema = z.object({ from: z.coerce.number().int().min(1).optional() });
const auditRequestsSchema = listSchema.pick({ filter: true, limit: true, cursor: true });

/** The audit log as people read it: what one request did to many records is one row. */
export const auditRoutes = defineRoutes({
  at: 'workspace',
  paths: auditPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.get('/audit/requests', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { filter, ...page } = validate(auditRequestsSchema, request.query, 'list request');
      response.json(await auditRequests(crm, scope, { filter: listFilter(filter), ...page }));
    });
    router.get('/audit/verification', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      if (!hasRole(scope, 'admin')) throw new ForbiddenError('Only an admin verifies the audit log.');
      const part = validate(verificationSchema, request.query, 'part of the audit log');
      response.json(await verifyAudit(crm, scope.workspaceId, part));
    });
    router.get('/audit.csv', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      if (!hasRole(scope, 'admin')) throw new ForbiddenError('Only an admin exports the audit log.');
      const { filter } = validate(auditRequestsSchema, request.query, 'list request');
      const lines = auditCsv(crm, scope, listFilter(filter) ?? {});
      // what is refused is refused before the file begins
      const first = await lines.next();
      response
        .setHeader('Content-Type', 'text/csv; charset=utf-8')
        .setHeader('Content-Disposition', 'attachment; filename="audit.csv"');
      response.write(first.value);
      for await (const part of lines) {
        if (response.destroyed) return;
        response.write(part);
      }
      response.end();
    });
    return router;
  },
});
