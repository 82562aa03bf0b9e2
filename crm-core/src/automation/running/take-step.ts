import { InvalidError } from '../../errors.ts';
import { localOf } from '../../workspace/local.ts';
import type { WorkflowPorts } from '../actions/action.ts';
import { actionCalled } from '../actions/registry.ts';
import type { ActionStep } from '../definition.schema.ts';
import { dueAfter } from '../next-due.ts';
import { aroundLoop, behind, intoBranch } from '../program.ts';
import type { Taken } from './advance.ts';
import { awaitEvent } from './await-event.ts';
import { fillFor } from './fill-for.ts';
import { atMostOnce } from './intend.ts';
import { keepStepRun } from './keep-step-run.ts';
import { roundsName, roundsOf, workedOn } from './loop-records.ts';
import { matches } from './matches.ts';
import type { AtStep } from './run-step.ts';

/** What would have left the house so long ago is not sent any more. */
const STALE_MS = 7 * 86_400_000;
const MOST_ROUNDS = 1_000;

/** Does what a step says. @returns where the run goes on */
export async function takeStep(ports: WorkflowPorts, ofRun: AtStep): Promise<Taken> {
  const { crm } = ports;
  const now = crm.now();
  const { node, run, scope: own, program } = ofRun;
  const worked = await workedOn(crm, own, program, node, run, ofRun);
  if (!worked) {
    await keepStepRun(crm, ofRun, { status: 'skipped', told: 'left out: the record is gone' });
    return { next: behind(node, run.loopPath), dueAt: now };
  }
  const { entity, record } = worked;
  const at: AtStep = {
    ...ofRun,
    ...worked,
    scope: record.outside ? { ...own, outside: String(record.outside) } : own,
  };
  const { scope } = at;
  switch (node.step.kind) {
    case 'end':
      return { next: { stepId: undefined, loopPath: [] }, dueAt: now };
    case 'wait': {
      if ('event' in node.step.input) return awaitEvent(node.step.input, at, now, await zoneOf(ports, at));
      const dueAt = dueAfter(node.step.input, now, record, await zoneOf(ports, at));
      const next = behind(node, run.loopPath);
      return { next, dueAt: next.stepId === undefined || dueAt < now ? now : dueAt };
    }
    case 'branch': {
      const holds = await matches(crm, scope, entity, record.id, node.step.if);
      return { next: intoBranch(node, run.loopPath, holds), dueAt: now };
    }
    case 'loop': {
      // what it goes through is what there was when it was come to
      const known =
        run.loopPath[node.depth] === undefined ? undefined : run.outputs[roundsName(node.step.id)];
      const rounds = Array.isArray(known) ? known : await roundsOf(crm, scope, node.step, at, MOST_ROUNDS);
      const next = aroundLoop(node, run.loopPath, rounds.length);
      const item = rounds[next.loopPath[node.depth] ?? -1];
      return { next, dueAt: now, outputs: { [roundsName(node.step.id)]: rounds, item: item ?? null } };
    }
    case 'action':
      return { next: behind(node, run.loopPath), dueAt: now, ...(await act(ports, at, node.step)) };
  }
}

async function act(ports: WorkflowPorts, at: AtStep, step: ActionStep): Promise<Pick<Taken, 'outputs'>> {
  const { run, workflow, entity, record, scope, effectId, order } = at;
  const { crm } = ports;
  const action = actionCalled(step.action);
  if (!action) throw new InvalidError(`There is no action ${step.action}.`);
  const now = crm.now();
  if (action.effect === 'outside' && now.getTime() - run.dueAt.getTime() > STALE_MS) {
    await keepStepRun(crm, at, {
      status: 'skipped',
      told: 'left out: it would have come more than 7 days late',
    });
    return {};
  }
  const input = action.input.parse(step.input);
  const context = {
    ...ports,
    scope,
    entity,
    record,
    workflow: { id: workflow.id, name: workflow.name },
    enrollmentId: run.id,
    stepId: step.id,
    effectId,
    now,
    timeZone: await zoneOf(ports, at),
    outputs: run.outputs,
    fill: await fillFor(crm, at),
    signal: order.signal,
  };
  const takeEffect = () => action.run(input as never, context);
  const done =
    action.repeats === 'at_most_once'
      ? await atMostOnce(crm, at, step.action.replace(/_/g, ' '), takeEffect)
      : await takeEffect();
  await keepStepRun(crm, at, {
    status: 'done',
    told: done.told,
    ...(done.wrote && { wrote: done.wrote }),
    ms: Math.max(0, crm.now().getTime() - now.getTime()),
  });
  return done.output ? { outputs: { [done.output.name]: done.output.value } } : {};
}

/** Where the record is, else where the workspace is. */
async function zoneOf({ crm }: WorkflowPorts, { run, record }: AtStep): Promise<string> {
  if (typeof record.timeZone === 'string' && record.timeZone) return record.timeZone;
  return localOf(await crm.facts(run.workspaceId), undefined).timeZone;
}
