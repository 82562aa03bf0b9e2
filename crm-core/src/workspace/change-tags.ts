import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { bulkChange } from '../entity/bulk.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { Filter } from '../entity/filter.schema.ts';
import { newId } from '../entity/ids.ts';
import { type Scope, systemScope } from '../entity/scope.ts';
import { fold } from '../entity/search-text.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import type { JobType } from '../work/define-job.ts';

const tag = z.string().trim().min(1).max(60);

/** Another name for tags, one for several, or none. */
export const tagChangeSchema = z.strictObject({
  /** As they are written. */
  from: z.array(tag).min(1).max(50),
  /** Left out: they are taken off. */
  to: tag.optional(),
});
export type TagChange = z.output<typeof tagChangeSchema>;

/** A change of tags on its way through the records that have them. */
export const changeTagsOrder = {
  name: 'change_tags',
  data: tagChangeSchema.extend({
    /** Who ordered it, and with what it is undone together. */
    actor: z.object({ id: z.string(), name: z.string() }),
    groupId: z.string(),
  }),
} as const satisfies JobType;
type TagOrder = z.output<typeof changeTagsOrder.data>;

export interface TagInUse {
  name: string;
  /** On how many records of which kind. */
  counts: Array<{ entity: string; count: number }>;
}

/** Above so many records nobody waits for the answer until all are changed. */
const AT_ONCE = 200;
const MOST_TAGS = 1_000;

/** The kinds of records that people put tags on. */
const tagged = (crm: CrmCore): Entity[] =>
  [...crm.store.entities.values()].filter(
    ({ fields, talk }) => talk && fields.some(({ name, kind }) => name === 'tags' && kind === 'array'),
  );

/** Those that have one of these. */
export const having = (names: readonly string[]): Filter => ({
  where: [{ field: 'tags', op: 'in', value: [...names] }],
});

/** Every tag as it is written, by name. */
export async function tagsInUse(crm: CrmCore, scope: Scope): Promise<TagInUse[]> {
  const byName = new Map<string, TagInUse>();
  for (const entity of tagged(crm)) {
    const { groups } = await crm
      .records(entity)
      .totals(scope, { groupBy: ['tags'], order: '-count', limit: MOST_TAGS });
    for (const { key, count } of groups) {
      if (typeof key.tags !== 'string') continue;
      const known = byName.get(key.tags) ?? { name: key.tags, counts: [] };
      known.counts.push({ entity: entity.name, count });
      byName.set(key.tags, known);
    }
  }
  return [...byName.values()].sort((a, b) => fold(a.name).localeCompare(fold(b.name)));
}

/** What a change of tags would touch. */
export async function countTagged(
  crm: CrmCore,
  scope: Scope,
  from: readonly string[],
): Promise<Array<{ entity: Entity; count: number }>> {
  const counts = await Promise.all(
    tagged(crm).map(async (entity) => ({
      entity,
      count: await crm.records(entity).count(scope, having(from)),
    })),
  );
  return counts.filter(({ count }) => count > 0);
}

/**
 * Renames, merges or takes off tags on every record that has them, all undone together.
 *
 * @returns on how many records; `isPending` when there are so many that it takes the next minutes
 * @throws NotFoundError when no record has one of them
 */
export async function changeTags(
  crm: CrmCore,
  scope: Scope,
  { from, to }: TagChange,
): Promise<{ groupId: string; count: number; isPending: boolean }> {
  if (from.length === 1 && from[0] === to)
    throw new InvalidError(`The tag is called ${to} already.`, { to: 'is what it is called already' });
  const counts = await countTagged(crm, scope, from);
  const count = counts.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) throw new NotFoundError('record with the tag', from.join(', '));
  const { id, name } = scope.actor;
  const order: TagOrder = { from, to, actor: { id, name }, groupId: newId() };
  const isPending = count > AT_ONCE;
  if (isPending)
    await crm.enqueue(changeTagsOrder, order, { workspaceId: scope.workspaceId, key: order.groupId });
  else await applyTags(crm, scope, order);
  return { groupId: order.groupId, count, isPending };
}

/** Safe to repeat: what has the new tag alone is not found again. */
export async function applyTags(
  crm: CrmCore,
  scope: Scope,
  { from, to, actor, groupId }: TagOrder,
): Promise<void> {
  const by = { type: 'user' as const, ...actor };
  const own: Scope = { ...systemScope(scope.workspaceId), ...scope, actor: by, role: 'system', groupId };
  for (const entity of tagged(crm))
    await bulkChange(crm.records(entity), own, having(from), {
      kind: 'updateEach',
      patchOf: (record) => ({ tags: renamed((record as { tags?: string[] }).tags ?? [], from, to) }) as never,
    });
}

/** The new name stands where the first of the old ones stood, once. */
function renamed(tags: readonly string[], from: readonly string[], to: string | undefined): string[] {
  const kept = tags.flatMap((one) => (from.includes(one) ? (to ?? []) : one));
  return kept.filter((one, at) => kept.findIndex((other) => fold(other) === fold(one)) === at);
}
