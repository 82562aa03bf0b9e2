import { z } from 'zod';
import { Conversation, type FocusItem } from '../../conversations/conversation/conversation.schema.ts';
import { Activity } from '../../crm/activity/activity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { type AnyRecord, type Entity, titleOf } from '../../entity/define-entity.ts';
import { movedValue, moveSilently, type Reference, referencesTo } from '../../entity/moved-references.ts';
import { type Actor, operation, type Scope, systemScope } from '../../entity/scope.ts';
import { foldLetters } from '../../entity/search-text.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { JobType } from '../../work/define-job.ts';
import { DuplicatePair } from '../duplicate-pair/duplicate-pair.schema.ts';
import { keepDismissed, suspectPair } from './store-pairs.ts';

/** A merge on its way: worked out once, then done however often it is begun. */
export const mergeRecords = {
  name: 'merge_records',
  data: z.object({
    entity: z.string(),
    survivorId: z.string(),
    otherIds: z.array(z.string()).min(1),
    /** What changes of the survivor. */
    patch: z.record(z.string(), z.unknown()),
    groupId: z.string(),
    actor: z.object({ id: z.string(), name: z.string() }),
    via: z.string().optional(),
    channel: z.string().optional(),
    turnId: z.string().optional(),
    outside: z.string().optional(),
  }),
} as const satisfies JobType;
export type MergeOrder = z.output<typeof mergeRecords.data>;

/** New references to a record are made while those that it has are moved; then it is looked again. */
const ROUNDS = 5;

type Values = Record<string, unknown>;

/**
 * Does a merge: what refers to the others goes over to the survivor, then they go to the trash, then the survivor takes
 * their values, so that a unique value is free before it moves. Every write is one of the group, and is made once.
 */
export async function carryOut(crm: CrmCore, workspaceId: string, order: MergeOrder): Promise<void> {
  const entity = crm.store.entity(order.entity);
  const service = crm.records(entity);
  const system = systemScope(workspaceId);
  const actor: Actor = { type: 'user', ...order.actor };
  const { groupId, via, channel, turnId, outside } = order;
  const scopeOf = (step: string): Scope => ({
    ...system,
    actor,
    groupId,
    isBulk: true,
    ...(via && { via }),
    ...(channel && { channel }),
    ...(turnId && { turnId }),
    ...(outside && { outside }),
    operation: operation(`merge.${groupId}.${order.survivorId}.${step}`),
  });
  const { survivorId, otherIds, patch } = order;
  const records = await service.getMany(system, [survivorId, ...otherIds]);
  const survivor = records.get(survivorId);
  if (!survivor) throw new NotFoundError(entity.label.one, survivorId);
  const others = otherIds.flatMap((id) => records.get(id) ?? []);
  const taken = uniqueFieldsOf(entity).filter((name) => name in patch);
  for (const other of others) {
    await markMerged(crm, scopeOf, entity, survivor, other);
    for (let round = 1; !(await isGone(crm, system, entity, other.id)); round++) {
      await moveReferences(crm, scopeOf, entity, other.id, survivor);
      const freed = taken.filter((name) => (({ ...other }) as Values)[name] === patch[name]);
      if (freed.length > 0)
        await service.update(
          scopeOf(`free.${other.id}`),
          other.id,
          Object.fromEntries(freed.map((name) => [name, null])) as never,
        );
      try {
        await service.delete(scopeOf(`delete.${other.id}`), other.id, {
          isAlone: true,
          mergedIntoId: survivorId,
        });
      } catch (error) {
        if (!(error instanceof ConflictError) || round === ROUNDS) throw error;
      }
    }
    await refocus(crm, workspaceId, entity, other.id, survivor);
  }
  if (Object.keys(patch).length > 0) await service.update(scopeOf('values'), survivorId, patch as never);
  await tellTimeline(crm, scopeOf('timeline'), entity, survivor, others);
}

const uniqueFieldsOf = (entity: Entity): string[] =>
  (entity.unique ?? []).flatMap(([name, ...more]) => (name && more.length === 0 ? name : []));

async function isGone(crm: CrmCore, scope: Scope, entity: Entity, id: string): Promise<boolean> {
  return !(await crm.records(entity).versions(scope, [id])).has(id);
}

async function moveReferences(
  crm: CrmCore,
  scopeOf: (step: string) => Scope,
  entity: Entity,
  from: string,
  survivor: AnyRecord,
): Promise<void> {
  const scope = scopeOf('read');
  for (const reference of await referencesTo(crm.store, scope, entity, [from])) {
    const { entity: other, field, ids } = reference;
    const service = crm.records(other);
    const said = other.sameBy ? await saidOf(crm, scope, reference, entity, survivor.id) : undefined;
    const records = await service.getMany(scope, ids);
    for (const record of records.values()) {
      const step = scopeOf(`move.${other.name}.${field.name}.${record.id}`);
      const isSaid = said?.has(saying(other, record));
      const value = movedValue(({ ...record } as Values)[field.name], new Set([from]), survivor.id);
      // nothing belongs to itself, and nothing is said twice
      const isOwn = other.name === entity.name && record.id === survivor.id;
      const remove = () => service.delete(scopeOf(`same.${other.name}.${record.id}`), record.id);
      if (isSaid) await remove();
      else
        try {
          await service.update(step, record.id, { [field.name]: isOwn ? null : value } as never);
        } catch (error) {
          // the survivor has such a one already
          if (!(error instanceof ConflictError)) throw error;
          await remove();
        }
    }
    await moveSilently(crm.store, scope, reference, from, survivor.id);
  }
}

/** What is said of the survivor already. */
async function saidOf(
  crm: CrmCore,
  scope: Scope,
  { entity: other, field }: Reference,
  entity: Entity,
  survivorId: string,
): Promise<ReadonlySet<string>> {
  const where = [
    { field: field.name, op: 'eq' as const, value: survivorId },
    ...(field.refBy ? [{ field: field.refBy, op: 'eq' as const, value: entity.name }] : []),
  ];
  const { records } = await crm.records(other).find(scope, { where, limit: 500 });
  return new Set(records.map((record) => saying(other, record)));
}

const saying = (entity: Entity, record: AnyRecord): string =>
  JSON.stringify(
    (entity.sameBy ?? []).map((name) => foldLetters(String(({ ...record } as Values)[name] ?? ''))),
  );

/** Keeps with the pair that it is one now; two that nobody had suspected become a pair by it. */
async function markMerged(
  crm: CrmCore,
  scopeOf: (step: string) => Scope,
  entity: Entity,
  survivor: AnyRecord,
  other: AnyRecord,
): Promise<void> {
  const { workspaceId } = scopeOf('pair');
  const id = await suspectPair(crm, workspaceId, entity.name, survivor.id, other.id);
  await keepDismissed(crm, workspaceId, entity.name, other.id, survivor.id);
  await crm
    .records(DuplicatePair)
    .update(scopeOf(`pair.${other.id}`), id, { status: 'merged', keptId: survivor.id });
}

/** Conversations that are about the one are about the other from now on. */
async function refocus(
  crm: CrmCore,
  workspaceId: string,
  entity: Entity,
  from: string,
  survivor: AnyRecord,
): Promise<void> {
  const { collection } = crm.store.model(Conversation.name);
  const about = collection.find<{ _id: string; focus: FocusItem[] }>(
    { workspaceId, 'focus.id': from },
    { projection: { focus: 1 } },
  );
  for await (const { _id, focus } of about) {
    const own = { entity: entity.name, id: survivor.id, title: titleOf(entity, survivor) };
    const moved = focus.map((item) => (item.id === from ? own : item));
    const next = moved.filter((item, at) => moved.findIndex(({ id }) => id === item.id) === at);
    await collection.updateOne({ _id: _id as never, focus: focus as never }, { $set: { focus: next } });
  }
}

async function tellTimeline(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  survivor: AnyRecord,
  others: readonly AnyRecord[],
): Promise<void> {
  const link = Activity.fields.find(({ ref }) => ref === entity.name)?.name;
  if (!link) return;
  const names = others.map((other) => titleOf(entity, other)).join(', ');
  await crm.records(Activity).create(scope, {
    type: 'change',
    subject: `Merged with ${others.length === 1 ? names : `${others.length} others: ${names}`}`.slice(0, 300),
    at: crm.now(),
    userId: scope.actor.id,
    [link]: survivor.id,
  });
}
