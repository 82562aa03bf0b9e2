import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import { CliantaError } from '../errors.ts';
import { actionCalled } from './actions/registry.ts';
import { type ActionStep, allSteps, type Definition } from './definition.schema.ts';
import { fillTemplate } from './fill-template.ts';

/** Kinds of record that workflows work on: those that people look after, and everybody may see. */
export const canHaveWorkflows = (entity: Entity): boolean =>
  entity.talk !== undefined && entity.talk.inTimeline === true && !entity.privateTo && !entity.isReadOnly;

/** Why a workflow cannot be turned on, in words; empty when it can. */
export function faultsOf(definition: Definition, entities: ReadonlyMap<string, Entity>): string[] {
  const entity = entities.get(definition.trigger.entity);
  if (!entity || !canHaveWorkflows(entity)) return ['there are no workflows on that kind of record'];
  const steps = allSteps(definition.steps);
  const doing = steps.filter((step): step is ActionStep => step.kind === 'action');
  return [
    ...(doing.length === 0 ? ['it does nothing'] : []),
    ...doing.flatMap((step) => faultsOfStep(step, entity)),
  ];
}

/** The same in a workspace, with what its steps need and it has not. */
export async function faultsHere(
  crm: CrmCore,
  workspaceId: string,
  definition: Definition,
): Promise<string[]> {
  const lacking = await lacksOf(crm, workspaceId, definition);
  return [
    ...lacking.map((what) => `a step needs ${what}, which is not set up`),
    ...faultsOf(definition, crm.store.entities),
  ];
}

/** What steps need and the workspace has not: "an e-mail account". */
export async function lacksOf(crm: CrmCore, workspaceId: string, { steps }: Definition): Promise<string[]> {
  const names = allSteps(steps).flatMap((step) => (step.kind === 'action' ? [step.action] : []));
  const found = await Promise.all(
    [...new Set(names)].map((name) => actionCalled(name)?.lacks?.(crm, workspaceId)),
  );
  return [...new Set(found.flatMap((what) => what ?? []))];
}

function faultsOfStep({ action: name, input }: ActionStep, entity: Entity): string[] {
  const action = actionCalled(name);
  if (!action) return [`there is no action ${name}`];
  const refused = action.refuses?.(entity);
  const parsed = action.input.safeParse(input);
  return [
    ...(refused ? [refused] : []),
    ...(parsed.success ? [] : [`a step (${name}) is not complete: ${parsed.error.issues[0]?.message ?? ''}`]),
    ...Object.values(input).flatMap((value) => (typeof value === 'string' ? unreadable(value) : [])),
  ];
}

/** A text that names what no record has is found when it is filled in; one that cannot be read, before. */
function unreadable(text: string): string[] {
  if (!/\{[{%]/.test(text)) return [];
  try {
    fillTemplate(text, {});
    return [];
  } catch (error) {
    const isMissing = error instanceof CliantaError && /undefined variable/.test(error.message);
    return isMissing || !(error instanceof Error) ? [] : [error.message.replace(/\.$/, '')];
  }
}
