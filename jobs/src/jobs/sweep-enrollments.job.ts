import { enqueueStep } from '@clianta/crm-core/automation/running/start-run';
import { StepRun } from '@clianta/crm-core/automation/workflow/step-run.schema';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { LIVE, WorkflowEnrollment } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import type { ScheduledJob } from '../job.ts';

/** So long after its time a run has been forgotten: a process ended between a step and the order for the next. */
const FORGOTTEN_MS = 60_000;
const BATCH = 500;
/** What was done step by step is kept so long. */
const KEPT_MS = 90 * 86_400_000;

interface Due {
  _id: string;
  workspaceId: string;
  workflowId: string;
  seq: number;
}

/** Takes up the runs that are due and that nobody goes on with. */
export const sweepEnrollments: ScheduledJob = {
  name: 'sweep-enrollments',
  everyMs: 60_000,
  async run({ crm }) {
    const now = crm.now();
    const on = await crm.store
      .model(Workflow)
      .find({ status: 'active', isDeleted: false })
      .select({ _id: 1, workspaceId: 1 })
      .lean<Array<{ _id: string; workspaceId: string }>>();
    for (const workspaceId of new Set(on.map((one) => one.workspaceId)))
      await crm.store
        .model(StepRun)
        .collection.deleteMany({ workspaceId, at: { $lt: new Date(now.getTime() - KEPT_MS) } });
    for (const { _id: workflowId, workspaceId } of on) {
      const due = await crm.store
        .model(WorkflowEnrollment)
        .find({
          workspaceId,
          workflowId,
          status: { $in: [...LIVE] },
          dueAt: { $lte: new Date(now.getTime() - FORGOTTEN_MS) },
        })
        .sort({ dueAt: 1 })
        .limit(BATCH)
        .lean<Due[]>();
      for (const { _id: id, seq } of due) await enqueueStep(crm, workspaceId, { id, seq, dueAt: now });
    }
  },
};
