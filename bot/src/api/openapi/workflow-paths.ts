import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { answers, type Json, object, path, text } from './parts.ts';

const drawn: Json = object({
  begins: text,
  needs: { type: 'array', items: text },
  steps: { type: 'array', items: { type: 'object' } },
});

/** What workflows have besides records: how they are drawn. */
export function workflowPaths(): Json {
  return {
    '/api/workspaces/{workspaceId}/workflows/{id}/drawn': {
      get: {
        operationId: 'drawWorkflow',
        tags: [Workflow.domain],
        summary: 'The steps of a workflow in words: what runs, and the draft where that is another',
        parameters: [path('workspaceId'), path('id')],
        responses: answers({ type: 'object', properties: { live: drawn, draft: drawn } }),
      },
    },
  };
}
