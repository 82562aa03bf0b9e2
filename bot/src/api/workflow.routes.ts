import { readingContext } from '@clianta/agents/tools/reading-context';
import { drawnWorkflow } from '@clianta/agents/workflows/drawn-workflow';
import { retryRun } from '@clianta/crm-core/automation/running/retry-run';
import { versionOf } from '@clianta/crm-core/automation/running/versions';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { WorkflowEnrollment } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { workflowPaths } from './openapi/workflow-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** How workflows are drawn: what runs, and the draft where that is another. Lists and runs are read as every record is. */
export const workflowRoutes = defineRoutes({
  at: 'workspace',
  paths: workflowPaths,
  routes({ crm, catalogue }) {
    const router = Router({ mergeParams: true });
    router.get('/workflows/:id/drawn', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const context = await readingContext(crm, catalogue, scope);
      const { draft, liveVersion, id, workspaceId } = await crm
        .records(Workflow)
        .get(scope, String(request.params.id));
      const live = liveVersion ? await versionOf(crm, workspaceId, id, liveVersion) : undefined;
      const isOther = draft && JSON.stringify(draft) !== JSON.stringify(live?.definition);
      response.json({
        ...(live && { live: await drawnWorkflow(context, live.definition) }),
        ...(isOther && { draft: await drawnWorkflow(context, draft) }),
      });
    });
    router.post('/workflow-enrollments/:id/retry', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const run = await crm.records(WorkflowEnrollment).get(scope, String(request.params.id));
      response.status(202).json({ goesOn: await retryRun(crm, scope, run) });
    });
    refuseOtherMethods(router);
    return router;
  },
});
