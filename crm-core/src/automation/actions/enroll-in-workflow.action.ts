import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import { enqueueStart } from '../running/start-run.ts';
import { Workflow } from '../workflow/workflow.schema.ts';
import { defineAction } from './action.ts';

export const enrollInWorkflow = defineAction({
  name: 'enroll_in_workflow',
  input: z.strictObject({ workflowId: z.string().regex(/^[0-9a-f]{24}$/) }),
  effect: 'own',
  repeats: 'once',
  words: ({ workflowId }, say) => `put it into the workflow “${say.name(workflowId)}”`,
  async run({ workflowId }, { crm, scope, record, workflow, effectId }) {
    const other = (await crm.records(Workflow).getMany(scope, [workflowId])).get(workflowId);
    if (!other || other.isDeleted) throw new InvalidError('The workflow that it goes on to is gone.');
    await enqueueStart(crm, scope.workspaceId, {
      workflowId,
      recordId: record.id,
      cause: {
        eventId: effectId,
        chain: scope.cause?.chain ?? [workflow.id],
        depth: scope.cause?.depth ?? 1,
      },
      what: `the workflow “${workflow.name}”`,
      by: scope.actor.name,
    });
    return { told: `put it into “${other.name}”` };
  },
});
