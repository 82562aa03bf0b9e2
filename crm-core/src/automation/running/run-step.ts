import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import { operation, type Scope, systemScope } from '../../entity/scope.ts';
import { ForbiddenError, isRetryable } from '../../errors.ts';
import { logger } from '../../logger.ts';
import type { WorkflowPorts } from '../actions/action.ts';
import { type Cursor, type Node, type Program, programOf } from '../program.ts';
import { Workflow, type WorkflowRecord } from '../workflow/workflow.schema.ts';
import {
  LIVE,
  WorkflowEnrollment,
  type WorkflowEnrollmentRecord,
} from '../workflow/workflow-enrollment.schema.ts';
import type { WorkflowVersionRecord } from '../workflow/workflow-version.schema.ts';
import { advance, end } from './advance.ts';
import { lookAgain } from './await-event.ts';
import { UnsureError } from './intend.ts';
import { keepStepRun } from './keep-step-run.ts';
import { asks, matches } from './matches.ts';
import { LEFT, pauseBecause, publisherScope } from './publisher.ts';
import { enqueueStep } from './start-run.ts';
import { takeStep } from './take-step.ts';
import { tellFailure } from './tell-failure.ts';
import { versionOf } from './versions.ts';

/** More steps than that in one run go round in circles. */
const MOST_TAKEN = 1_000;

export interface StepOrder {
  enrollmentId: string;
  seq: number;
  /** From 1; after the last one a failure stands. */
  attempt: number;
  mostAttempts: number;
  signal: AbortSignal;
}

/** A run at one of its steps, with all that the step is taken with. */
export interface AtStep {
  run: WorkflowEnrollmentRecord;
  workflow: WorkflowRecord;
  version: WorkflowVersionRecord;
  program: Program;
  node: Node;
  entity: Entity;
  record: AnyRecord & Record<string, unknown>;
  scope: Scope;
  /** Names the effect of the step: the same when it runs again. */
  effectId: string;
  order: StepOrder;
}

/**
 * Takes one step of a run. Everything is looked at anew: whether the workflow is still on, the record there, the goal
 * reached, the publisher in the team. Run again it finds by its ids what it has done, and goes on from there.
 *
 * @throws what may go better when it is tried again
 */
export async function runStep(ports: WorkflowPorts, workspaceId: string, order: StepOrder): Promise<void> {
  const { crm } = ports;
  const system = systemScope(workspaceId);
  const run = (await crm.records(WorkflowEnrollment).getMany(system, [order.enrollmentId])).get(
    order.enrollmentId,
  );
  if (!run || !isLive(run)) return;
  // a process ended between a step and the order for the next one
  if (run.seq !== order.seq) return void (run.seq > order.seq && (await enqueueStep(crm, workspaceId, run)));
  const workflow = (await crm.records(Workflow).getMany(system, [run.workflowId])).get(run.workflowId);
  if (!workflow || workflow.isDeleted || workflow.status === 'archived') return end(crm, run, 'cancelled');
  // it stays where it is until the workflow is on again
  if (workflow.status !== 'active') return;
  // the clock was put back
  if (run.dueAt > crm.now()) return void (await enqueueStep(crm, workspaceId, run));
  const version = await versionOf(crm, workspaceId, workflow.id, run.number);
  const effectId = `wf.${run.id}.${run.seq}`;
  const scope = await publisherScope(crm, workflow, {
    cause: { eventId: run.cause.eventId, chain: run.cause.chain, depth: run.cause.depth },
    operation: operation(effectId),
    groupId: run.id,
  });
  if (!scope) return pauseBecause(crm, workflow, LEFT, ports.tell);
  const program = version && programOf(version.definition.steps);
  const node = program?.get(run.stepId);
  if (!version || !program || !node) return end(crm, run, 'cancelled');
  const entity = crm.store.entity(run.entity);
  const record = (await crm.records(entity).getMany(system, [run.recordId])).get(run.recordId);
  if (!record || record.isDeleted) return end(crm, run, 'exited');
  const { exit, goal } = version.definition;
  if (asks(exit) && (await matches(crm, scope, entity, record.id, exit))) return end(crm, run, 'exited');
  if (asks(goal) && (await matches(crm, scope, entity, record.id, goal))) return end(crm, run, 'goal');
  const at: AtStep = {
    run,
    workflow,
    version,
    program,
    node,
    entity,
    record: { ...record },
    // what is made of words from outside is marked with where they came from
    scope: record.outside ? { ...scope, outside: record.outside } : scope,
    effectId,
    order,
  };
  if (run.seq >= MOST_TAKEN) return failed(ports, at, `It has taken ${MOST_TAKEN} steps.`, undefined);
  try {
    const taken = await takeStep(ports, at);
    await advance(crm, at, taken);
    if (taken.awaits) await lookAgain(crm, at);
  } catch (error) {
    if (isRetryable(error) && order.attempt < order.mostAttempts) throw error;
    logger.warn({ err: error, workflow: workflow.id, run: run.id }, 'a step of a workflow failed');
    if (error instanceof ForbiddenError) await pauseBecause(crm, workflow, `${error.message}`, ports.tell);
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UnsureError) return unsure(ports, at, message);
    await failed(ports, at, message, { stepId: node.next, loopPath: run.loopPath });
  }
}

/** The step stands as failed; the run goes on where the step says so. */
async function failed(
  ports: WorkflowPorts,
  at: AtStep,
  message: string,
  next: Cursor | undefined,
): Promise<void> {
  const { run, workflow, node } = at;
  const error = message.slice(0, 1_000);
  await keepStepRun(ports.crm, at, { status: 'failed', told: `failed: ${error}`.slice(0, 1_000), error });
  const goesOn = next && node.step.kind === 'action' && node.step.onError === 'continue';
  if (goesOn) return advance(ports.crm, at, { next, dueAt: ports.crm.now() });
  await end(ports.crm, run, 'failed', error);
  await tellFailure(ports, workflow, run, error);
}

/** Nobody knows whether it was done: the run ends here until a person has looked. */
async function unsure(ports: WorkflowPorts, at: AtStep, message: string): Promise<void> {
  const error = message.slice(0, 1_000);
  await keepStepRun(ports.crm, at, { status: 'unsure', told: error, error });
  await end(ports.crm, at.run, 'unsure', error);
  await tellFailure(ports, at.workflow, at.run, error);
}

const isLive = ({ status }: WorkflowEnrollmentRecord): boolean => LIVE.some((one) => one === status);
