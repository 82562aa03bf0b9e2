import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import { type AnyRecord, type Entity, titleOf } from '../../entity/define-entity.ts';
import { type Reference, referencesTo } from '../../entity/moved-references.ts';
import type { Scope } from '../../entity/scope.ts';
import { validate } from '../../entity/validate.ts';
import type { Field } from '../../entity/zod-fields.ts';
import { ConflictError, InvalidError } from '../../errors.ts';
import { carryOut, type MergeOrder, mergeRecords as mergeJob } from './carry-out-merge.ts';
import { byFullness, type Choices, differingFields, mergedValues } from './merged-values.ts';
import { COMPARED } from './pair-score.ts';

/** One person is there five times at most; more are looked at by somebody first. */
export const MOST_MERGED = 5;
/** More references than this are moved by a job, and nobody waits for it. */
const AT_ONCE = 200;
/** When the job does what this process has not done. */
const GRACE_MS = 30_000;

export interface MergeRequest {
  entity: Entity;
  ids: readonly string[];
  /** Which one stays; without it the fuller one, then the older. */
  keepId?: string | undefined;
  choices?: Choices | undefined;
  /** The versions that were shown; a record with another one is not merged. */
  versions?: ReadonlyMap<string, number> | undefined;
}

export interface Merge {
  survivor: AnyRecord;
  others: AnyRecord[];
  /** What changes of the survivor. */
  patch: Record<string, unknown>;
  /** Fields that the records fill differently. */
  differing: Field[];
  /** What refers to the others, and goes over to the survivor. */
  moves: Reference[];
  /** There is so much to move that it goes on for a while. */
  isPending: boolean;
}

/**
 * Makes one record of several. What is shown before and what is done is worked out by this one function.
 *
 * @param options.isTrial - only say what would happen
 * @throws InvalidError for a record with itself, more than five, one in the trash, or a kind that is not merged
 * @throws ConflictError when one was changed since it was shown
 */
export async function mergeRecords(
  crm: CrmCore,
  scope: Scope,
  request: MergeRequest,
  { isTrial }: { isTrial: boolean },
): Promise<Merge> {
  const { entity, keepId, choices, versions } = request;
  requireAccess(entity, scope, 'update');
  requireAccess(entity, scope, 'delete');
  const records = await recordsOf(crm, scope, request);
  const [first, ...rest] = byFullness(entity, records) as [AnyRecord, ...AnyRecord[]];
  const survivor = records.find(({ id }) => id === keepId) ?? first;
  const others = [first, ...rest].filter((record) => record !== survivor);
  for (const record of records)
    if (versions && (versions.get(record.id) ?? record.version) !== record.version)
      throw new ConflictError(`${titleOf(entity, record)} was changed since it was shown.`);
  const patch = mergedValues(entity, survivor, others, choices);
  validate(entity.updateSchema, { ...patch }, entity.label.one);
  const ids = others.map(({ id }) => id);
  const moves = await referencesTo(crm.store, scope, entity, ids);
  const count = moves.reduce((sum, { ids: own, silentIds }) => sum + own.length + silentIds.length, 0);
  const merge: Merge = {
    survivor,
    others,
    patch,
    differing: differingFields(entity, records),
    moves,
    isPending: count > AT_ONCE,
  };
  if (isTrial) return merge;
  const groupId = scope.groupId ?? scope.turnId;
  if (!groupId) throw new Error('A merge belongs to a group of writes that is undone together.');
  const order: MergeOrder = {
    entity: entity.name,
    survivorId: survivor.id,
    otherIds: ids,
    patch,
    groupId,
    actor: { id: scope.actor.id, name: scope.actor.name },
    ...(scope.via && { via: scope.via }),
    ...(scope.channel && { channel: scope.channel }),
    ...(scope.turnId && { turnId: scope.turnId }),
    ...outsideOf(scope, others),
  };
  const key = `${groupId}:${survivor.id}`;
  const at = new Date(crm.now().getTime() + (merge.isPending ? 0 : GRACE_MS));
  await crm.enqueue(mergeJob, order, { workspaceId: scope.workspaceId, key, at });
  if (merge.isPending) return merge;
  await carryOut(crm, scope.workspaceId, order);
  await crm.work.cancel(mergeJob, scope.workspaceId, key);
  return merge;
}

async function recordsOf(
  crm: CrmCore,
  scope: Scope,
  { entity, ids, keepId }: MergeRequest,
): Promise<AnyRecord[]> {
  const { label } = entity;
  if (!COMPARED[entity.name])
    throw new InvalidError(
      `${label.many} cannot be merged, only ${Object.keys(COMPARED).join(' and ')} records.`,
    );
  const wanted = [...new Set([...(keepId ? [keepId] : []), ...ids])];
  if (wanted.length < 2)
    throw new InvalidError(`A ${label.one} cannot be merged with itself. Name another one.`);
  if (wanted.length > MOST_MERGED)
    throw new InvalidError(
      `At most ${MOST_MERGED} ${label.many} are merged into one, and these are ${wanted.length}.`,
    );
  const found = await crm.records(entity).getMany(scope, wanted);
  return wanted.map((id) => {
    const record = found.get(id);
    if (!record) throw new InvalidError(`There is no ${label.one} ${id} in this workspace.`);
    if (record.isDeleted)
      throw new InvalidError(`${titleOf(entity, record)} is in the trash. Restore it first, then merge.`);
    return record;
  });
}

/** What the survivor takes from a record whose text came from outside came from there too. */
function outsideOf({ outside: own }: Scope, others: readonly AnyRecord[]): { outside?: string } {
  const outside = own ?? others.find((record) => record.outside)?.outside;
  return outside ? { outside } : {};
}
