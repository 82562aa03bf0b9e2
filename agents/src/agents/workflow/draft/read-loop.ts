import type { RelatedRecords, Step } from '@clianta/crm-core/automation/definition.schema';
import { canBeGoneThrough } from '@clianta/crm-core/automation/faults';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { ToolContext } from '../../../tool.ts';
import { recordsIn } from './read-filter.ts';
import { NotRead, type Reading } from './reading.ts';
import { loopIn } from './split-rule.ts';
import type { NewStep } from './steps/step-reader.ts';

type ReadSteps = (reading: Reading, said: readonly string[]) => Promise<Step[]>;

/** "for each open deal of the company, add the tag customer": its steps work on those records. */
export async function readLoop(
  said: string,
  reading: Reading,
  read: ReadSteps,
): Promise<NewStep | undefined> {
  const loop = loopIn(said);
  if (!loop) return undefined;
  const { context, entity: of } = reading;
  const { entity, filter } = await recordsIn(context, of, loop.records);
  if (!canBeGoneThrough(entity)) throw new NotRead(`A workflow does not go through ${entity.label.many}.`);
  const steps = await read({ ...reading, entity }, loop.steps);
  const over: RelatedRecords = {
    records: entity.name,
    ...relationBetween(context, of, entity, loop.whose),
    where: filter,
  };
  return { kind: 'loop', over, steps };
}

/** How records belong to the one that is worked on, or to what that belongs to. */
function relationBetween(
  { catalogue }: ToolContext,
  of: Entity,
  entity: Entity,
  whose: string | undefined,
): Pick<RelatedRecords, 'by' | 'of'> {
  const noun = whose?.toLowerCase();
  const isOwn = noun === undefined || noun in (of.talk?.nouns ?? {});
  const owner = isOwn ? of : catalogue.entityCalled(noun);
  if (!owner) throw new NotRead(`I do not know which ${entity.label.many} those “of the ${whose}” are.`);
  const refers = (from: Entity, to: Entity) =>
    from.fields.find(({ ref, kind, hidden }) => ref === to.name && kind !== 'array' && !hidden)?.name;
  const by = refers(entity, owner);
  const own = owner.name === of.name ? undefined : refers(of, owner);
  if (!by || (owner.name !== of.name && !own))
    throw new NotRead(
      `I do not know which ${entity.label.many} those of ${owner.name === of.name ? `a ${of.label.one}` : `the ${owner.label.one} of a ${of.label.one}`} are.`,
    );
  return { by, ...(own && { of: own }) };
}
