import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { ToolContext } from '../../tool.ts';
import type { Whose } from '../../tools/whose.ts';
import { auditEntries, type NetChange, netChanges } from './net-changes.ts';

/** Records that refer to what was asked about and are looked at. */
const MOST_RELATED = 5_000;

/** What is asked about: one record with what belongs to it, or what somebody looks after. */
export type About = { entity: Entity; record: AnyRecord; title: string } | { whose: Whose };

export interface Time {
  since: Date;
  until: Date | undefined;
}

export function within(field: string, { since, until }: Time): Condition[] {
  return [{ field, op: 'gte', value: since }, ...(until ? [{ field, op: 'lt' as const, value: until }] : [])];
}

/** What people look after, and what stands in the timelines. */
export const isTold = ({ talk }: Entity) => talk?.owner !== undefined && talk.inTimeline === true;

/** What became of the records over the time; not what one has done oneself. */
export async function changesOf(
  context: ToolContext,
  about: About,
  time: Time,
): Promise<{ changes: NetChange[]; isComplete: boolean }> {
  const { entities } = context.catalogue;
  const told = [...entities.values()].filter(isTold);
  const { entries, isComplete } = await auditEntries(context, [
    ...within('at', time),
    'whose' in about
      ? { field: 'entity', op: 'in', value: told.map(({ name }) => name) }
      : { field: 'recordId', op: 'in', value: await relatedIds(context, about, told) },
    // what one has done oneself was not missed
    ...('whose' in about && about.whose.isMe
      ? [{ field: 'createdBy', op: 'ne' as const, value: about.whose.userId }]
      : []),
  ]);
  const changes = netChanges(entities, entries);
  if (!('whose' in about) || about.whose.userId === undefined) return { changes, isComplete };
  const own = await ownOf(context, changes, about.whose.userId);
  return { changes: changes.filter(({ id }) => own.has(id)), isComplete };
}

/** The changed records that somebody looks after, or did before. */
async function ownOf(
  context: ToolContext,
  changes: readonly NetChange[],
  userId: string,
): Promise<Set<string>> {
  const own = new Set<string>();
  for (const entity of new Set(changes.map((change) => change.entity))) {
    const owner = entity.talk?.owner ?? '';
    const of = changes.filter((change) => change.entity === entity);
    const records = await context.crm.records(entity).getMany(
      context.scope,
      of.map(({ id }) => id),
    );
    for (const { id, before, after } of of) {
      const now: Record<string, unknown> = { ...records.get(id) };
      if ([now[owner], before[owner], after[owner]].includes(userId)) own.add(id);
    }
  }
  return own;
}

/** The record itself and those that refer to it. */
async function relatedIds(
  { crm, scope }: ToolContext,
  { entity, record }: { entity: Entity; record: AnyRecord },
  told: readonly Entity[],
): Promise<string[]> {
  const related = await Promise.all(
    told.flatMap((other) =>
      other.fields
        .filter((field) => field.ref === entity.name)
        .map((field) =>
          crm
            .records(other)
            .ids(scope, { where: [{ field: field.name, op: 'eq', value: record.id }], deleted: 'all' }),
        ),
    ),
  );
  return [record.id, ...related.flat()].slice(0, MOST_RELATED);
}
