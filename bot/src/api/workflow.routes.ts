import type { Catalogue } from '@clianta/agents/catalogue';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { drawnWorkflow } from '@clianta/agents/workflows/drawn-workflow';
import { retryRun } from '@clianta/crm-core/automation/running/retry-run';
import { versionOf } from '@clianta/crm-core/automation/running/versions';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { WorkflowEnrollment } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** How workflows are drawn: what runs, and the draft where that is another. Lists and runs are read as every record is. */
export function workflowRoutes(crm: CrmCore, catalogue: Catalogue): Router {
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
}
