import type { CrmCore } from '../../crm-core.ts';
import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';
import type { Definition, Step } from '../definition.schema.ts';
import { dueAfter } from '../next-due.ts';
import { aroundLoop, behind, type Cursor, intoBranch, programOf } from '../program.ts';
import type { WorkflowRecord } from '../workflow/workflow.schema.ts';
import { fillFor } from './fill-for.ts';
import { roundsName, roundsOf, type Worked, workedOn } from './loop-records.ts';
import { matches } from './matches.ts';

/** A step that would be taken, with its texts filled in. */
export interface WouldDo {
  step: Step;
  input?: Record<string, unknown>;
  /** Why it would not work. */
  error?: string;
}

export interface Trial {
  /** The record is such as the entry filter asks for. */
  isMeant: boolean;
  would: WouldDo[];
}

const MOST = 200;

/** What a workflow would do with a record, by its real branches and texts; waits are passed, nothing is written or sent. */
export async function tryWorkflow(
  crm: CrmCore,
  scope: Scope,
  workflow: WorkflowRecord,
  definition: Definition,
  entity: Entity,
  record: AnyRecord,
): Promise<Trial> {
  const program = programOf(definition.steps);
  const own = { entity, record: { ...record } as AnyRecord & Record<string, unknown> };
  const { timeZone } = await crm.facts(scope.workspaceId);
  const isMeant = await matches(crm, scope, entity, record.id, definition.entry);
  const would: WouldDo[] = [];
  let outputs: Record<string, unknown> = {};
  let at: Cursor = { stepId: definition.steps[0]?.id, loopPath: [] };
  while (at.stepId !== undefined && would.length < MOST) {
    const node = program.get(at.stepId);
    if (!node) break;
    const { step } = node;
    const { loopPath } = at;
    const worked = await workedOn(crm, scope, program, node, { outputs, loopPath }, own);
    if (!worked) {
      at = behind(node, loopPath);
      continue;
    }
    if (step.kind === 'end') {
      would.push({ step });
      break;
    }
    if (step.kind === 'branch') {
      at = intoBranch(node, loopPath, await matches(crm, scope, worked.entity, worked.record.id, step.if));
      continue;
    }
    if (step.kind === 'loop') {
      const known = loopPath[node.depth] === undefined ? undefined : outputs[roundsName(step.id)];
      const items = Array.isArray(known) ? known : await roundsOf(crm, scope, step, worked, MOST);
      at = aroundLoop(node, loopPath, items.length);
      const item = items[at.loopPath[node.depth] ?? -1] ?? null;
      outputs = { ...outputs, [roundsName(step.id)]: items, item };
      continue;
    }
    would.push(await taken(step, worked));
    at = behind(node, loopPath);
  }
  return { isMeant, would };

  async function taken(step: Step, worked: Worked): Promise<WouldDo> {
    try {
      if (step.kind === 'wait') dueAfter(step.input, crm.now(), worked.record, timeZone);
      if (step.kind !== 'action') return { step };
      const run = {
        workspaceId: scope.workspaceId,
        outputs,
        cause: { what: 'a trial', by: scope.actor.name },
      };
      const fill = await fillFor(crm, { run: run as never, ...worked, workflow });
      const filled = Object.entries(step.input).map(([name, value]) => [
        name,
        typeof value === 'string' ? fill(value) : value,
      ]);
      return { step, input: Object.fromEntries(filled) };
    } catch (error) {
      return { step, error: error instanceof Error ? error.message : String(error) };
    }
  }
}
