import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import { CliantaError } from '../errors.ts';
import { actionCalled } from './actions/registry.ts';
import { type ActionStep, allSteps, type Definition, type Step } from './definition.schema.ts';
import { fillTemplate } from './fill-template.ts';

/** Kinds of record that workflows work on: those that people look after, and everybody may see. */
export const canHaveWorkflows = (entity: Entity): boolean =>
  entity.talk !== undefined && entity.talk.inTimeline === true && !entity.privateTo && !entity.isReadOnly;

/** Kinds of record that a loop goes through. */
export const canBeGoneThrough = (entity: Entity): boolean =>
  entity.talk !== undefined && !entity.privateTo && !entity.isReadOnly;

/** Why a workflow cannot be turned on, in words; empty when it can. */
export function faultsOf(definition: Definition, entities: ReadonlyMap<string, Entity>): string[] {
  const entity = entities.get(definition.trigger.entity);
  if (!entity || !canHaveWorkflows(entity)) return ['there are no workflows on that kind of record'];
  const isDoing = allSteps(definition.steps).some(({ kind }) => kind === 'action');
  return [
    ...(isDoing ? [] : ['it does nothing']),
    ...faultsOfSteps(definition.steps, { entity, isOwn: true }, entities),
  ];
}

/** @param of - the kind of record that they work on, and whether it is the one that the run is for */
function faultsOfSteps(
  steps: readonly Step[],
  of: { entity: Entity; isOwn: boolean },
  entities: ReadonlyMap<string, Entity>,
): string[] {
  return steps.flatMap((step) => faultsWithin(step, of, entities));
}

function faultsWithin(
  step: Step,
  of: { entity: Entity; isOwn: boolean },
  entities: ReadonlyMap<string, Entity>,
): string[] {
  switch (step.kind) {
    case 'action':
      return faultsOfStep(step, of.entity);
    case 'branch':
      return faultsOfSteps([...step.yes, ...step.no], of, entities);
    case 'wait':
      // it is the run's own record whose events wake it
      return 'event' in step.input && !of.isOwn
        ? ['what happens to other records is not waited for within a loop over them']
        : [];
    case 'loop': {
      if (!('records' in step.over)) return faultsOfSteps(step.steps, of, entities);
      const entity = entities.get(step.over.records);
      return entity && canBeGoneThrough(entity)
        ? faultsOfSteps(step.steps, { entity, isOwn: false }, entities)
        : ['there are no loops over that kind of record'];
    }
    case 'end':
      return [];
  }
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
