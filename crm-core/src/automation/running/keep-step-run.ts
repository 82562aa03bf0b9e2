import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { StepRun } from '../workflow/step-run.schema.ts';
import type { AtStep } from './run-step.ts';

export interface StepResult {
  status: 'done' | 'failed' | 'unsure' | 'skipped';
  told: string;
  error?: string;
  wrote?: { entity: string; id: string };
  ms?: number;
}

/** Keeps what came of a step, once. */
export async function keepStepRun(crm: CrmCore, at: AtStep, result: StepResult): Promise<void> {
  const { run, node } = at;
  const { status, told, error, wrote, ms } = result;
  await createOnce(crm, StepRun, systemScope(run.workspaceId), idFrom(`step:${run.id}:${run.seq}`), {
    enrollmentId: run.id,
    workflowId: run.workflowId,
    stepId: node.step.id,
    path: run.loopPath.join('.'),
    seq: run.seq,
    status,
    told: told.slice(0, 1_000),
    ...(error && { error: error.slice(0, 1_000) }),
    ...(wrote && { wroteEntity: wrote.entity, wroteId: wrote.id }),
    ...(ms !== undefined && { ms }),
    at: crm.now(),
    groupId: run.id,
  });
}
