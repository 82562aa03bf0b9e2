import type {
  OutsideRequest,
  WorkflowNote,
  WorkflowPorts,
} from '@clianta/crm-core/automation/actions/action';
import { type Definition, definitionSchema } from '@clianta/crm-core/automation/definition.schema';
import { publishWorkflow } from '@clianta/crm-core/automation/running/publish';
import { runStep } from '@clianta/crm-core/automation/running/run-step';
import { startEnrollment } from '@clianta/crm-core/automation/running/start-enrollment';
import { RUN_STEP, START_RUN, type StartRun } from '@clianta/crm-core/automation/running/start-run';
import { StepRun } from '@clianta/crm-core/automation/workflow/step-run.schema';
import { Workflow, type WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import {
  WorkflowEnrollment,
  type WorkflowEnrollmentRecord,
} from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { z } from 'zod';
import type { TestDatabase, TestWorkspace } from './test-crm.ts';

export interface WorkflowRuns {
  told: WorkflowNote[];
  requests: OutsideRequest[];
  ports: WorkflowPorts;
  /** A workflow that is on. */
  on(definition: z.input<typeof definitionSchema>, scope?: Scope): Promise<WorkflowRecord>;
  start(
    workflowId: string,
    recordId: string,
    cause?: Partial<StartRun['cause']>,
  ): ReturnType<typeof startEnrollment>;
  /** Takes the step that a run is at, as a worker does. */
  step(run: { id: string; seq: number }, attempt?: number): Promise<void>;
  /** Does all that is due, in order, until nothing more is. */
  settle(): Promise<void>;
  runs(workflowId: string): Promise<WorkflowEnrollmentRecord[]>;
  steps(runId: string): Promise<string[]>;
}

/** Workflows without a worker: what is due is done when a test says so. */
export function workflowRuns(
  { crm }: TestDatabase,
  { workspaceId, scope, system }: TestWorkspace,
  answer: (request: OutsideRequest) => { status: number; body: string } = () => ({ status: 200, body: '' }),
): WorkflowRuns {
  const told: WorkflowNote[] = [];
  const requests: OutsideRequest[] = [];
  const done = new Set<string>();
  const ports: WorkflowPorts = {
    crm,
    tell: async (note) => {
      if (!told.some(({ key, userId }) => key === note.key && userId === note.userId)) told.push(note);
    },
    request: async (request) => {
      requests.push(request);
      return answer(request);
    },
  };
  const start: WorkflowRuns['start'] = (workflowId, recordId, cause = {}) =>
    startEnrollment(ports, workspaceId, {
      workflowId,
      recordId,
      cause: { eventId: newId(), chain: [], depth: 0, ...cause },
      what: 'a test',
      by: 'Sam',
    });
  const step: WorkflowRuns['step'] = ({ id, seq }, attempt = 1) =>
    runStep(ports, workspaceId, {
      enrollmentId: id,
      seq,
      attempt,
      mostAttempts: 4,
      signal: AbortSignal.timeout(10_000),
    });
  return {
    told,
    requests,
    ports,
    start,
    step,
    async on(definition, by = scope) {
      const made = await crm
        .records(Workflow)
        .create(by, { name: `W ${newId()}`, draft: definitionSchema.parse(definition) as Definition });
      return publishWorkflow(crm, by, made);
    },
    async settle() {
      for (;;) {
        const waiting = await crm.work.list(workspaceId, { states: ['waiting'], limit: 500 });
        const due = waiting.find(
          (one) =>
            (one.job === START_RUN.name || one.job === RUN_STEP.name) &&
            one.at <= crm.now() &&
            !done.has(`${one._id} ${one.round}`),
        );
        if (!due) return;
        done.add(`${due._id} ${due.round}`);
        if (due.job === START_RUN.name)
          await startEnrollment(ports, workspaceId, START_RUN.data.parse(due.data));
        else {
          const { enrollmentId, seq } = RUN_STEP.data.parse(due.data);
          await step({ id: enrollmentId, seq }, 4);
        }
      }
    },
    async runs(workflowId) {
      const where = [{ field: 'workflowId', op: 'eq' as const, value: workflowId }];
      return (await crm.records(WorkflowEnrollment).find(system, { where, sort: 'createdAt', limit: 100 }))
        .records;
    },
    async steps(runId) {
      const where = [{ field: 'enrollmentId', op: 'eq' as const, value: runId }];
      const { records } = await crm.records(StepRun).find(system, { where, sort: 'seq', limit: 100 });
      return records.map(({ status, told: what }) => (status === 'done' ? what : `${status}: ${what}`));
    },
  };
}
