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

function faultsOfStep({ action: name, input }: ActionStep, entity: Entity): string[] {
  const action = actionCalled(name);
  if (!action) return [`there is no action ${name}`];
  if (action.needs) return [`a step needs ${action.needs}, which is not set up`];
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
