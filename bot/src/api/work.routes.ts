import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { JOB_STATES } from '@clianta/crm-core/work/waiting-job';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { workPaths } from './openapi/work-paths.ts';
import { shownJobSchema } from './work.schema.ts';

const MOST = 200;

const listSchema = z.object({ state: z.enum(JOB_STATES).optional() });

/** What waits and what failed in the workspace, for its admins. */
export const workRoutes = defineRoutes({
  at: 'workspace',
  paths: workPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    const admin = async (request: Request): Promise<Scope> => {
      const scope = await scopeOfRequest(crm, request);
      if (!hasRole(scope, 'admin')) throw new ForbiddenError('Only an admin sees the work that waits.');
      return scope;
    };
    router.get('/work', async (request, response) => {
      const { workspaceId } = await admin(request);
      const { state } = validate(listSchema, request.query, 'request');
      const states = state ? [state] : (['waiting', 'running', 'failed'] as const);
      const jobs = await crm.work.list(workspaceId, { states, limit: MOST });
      response.json({ jobs: jobs.map(({ _id: id, ...job }) => shownJobSchema.parse({ id, ...job })) });
    });
    router.post('/work/:id/retry', async (request, response) => {
      const { workspaceId } = await admin(request);
      const id = String(request.params.id);
      await crm.work.retry(workspaceId, id);
      response.json({ id });
    });
    router.delete('/work/:id', async (request, response) => {
      const { workspaceId } = await admin(request);
      const id = String(request.params.id);
      await crm.work.cancelById(workspaceId, id);
      response.json({ id });
    });
    return router;
  },
});
