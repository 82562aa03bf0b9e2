import type { CrmCore } from '../../crm-core.ts';
import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';
import type { LoopStep, RelatedRecords } from '../definition.schema.ts';
import type { Node, Program } from '../program.ts';

/** A loop goes through at most so many records; their ids are kept with the run. */
const MOST_RECORDS = 500;

/** What a step works on. */
export interface Worked {
  entity: Entity;
  record: AnyRecord & Record<string, unknown>;
}

/** What a loop goes through, as it is now: numbers, values, or the ids of records. */
export async function roundsOf(
  crm: CrmCore,
  scope: Scope,
  { over }: LoopStep,
  { record }: Worked,
  most: number,
): Promise<unknown[]> {
  if ('times' in over) return Array.from({ length: over.times }, (_, at) => at + 1);
  if ('records' in over) return relatedIds(crm, scope, over, record);
  const value = record[over.field];
  return Array.isArray(value) ? value.slice(0, most) : [];
}

async function relatedIds(
  crm: CrmCore,
  scope: Scope,
  { records, by, of, where }: RelatedRecords,
  record: Worked['record'],
): Promise<string[]> {
  const to = of === undefined ? record.id : record[of];
  if (typeof to !== 'string') return [];
  const found = await crm.records(crm.store.entity(records)).find(scope, {
    ...where,
    where: [...(where.where ?? []), { field: by, op: 'eq', value: to }],
    sort: 'createdAt',
    limit: MOST_RECORDS,
  });
  return found.records.map(({ id }) => id);
}

/** Under which name the rounds of a loop are kept. */
export const roundsName = (loopId: string): string => `${loopId}Items`;

/**
 * The record that a step works on: that of the run, or the one of the round that it is in.
 *
 * @returns undefined when the record of the round is gone
 */
export async function workedOn(
  crm: CrmCore,
  scope: Scope,
  program: Program,
  { among }: Node,
  { outputs, loopPath }: { outputs: Readonly<Record<string, unknown>>; loopPath: readonly number[] },
  own: Worked,
): Promise<Worked | undefined> {
  const loop = among === undefined ? undefined : program.get(among);
  if (loop?.step.kind !== 'loop' || !('records' in loop.step.over)) return own;
  const rounds = outputs[roundsName(loop.step.id)];
  const id = Array.isArray(rounds) ? rounds[loopPath[loop.depth] ?? -1] : undefined;
  const entity = crm.store.entity(loop.step.over.records);
  const record =
    typeof id === 'string' ? (await crm.records(entity).getMany(scope, [id])).get(id) : undefined;
  return record && !record.isDeleted ? { entity, record: { ...record } } : undefined;
}
