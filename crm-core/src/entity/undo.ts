import type { CrmCore } from '../crm-core.ts';
import { CliantaError, ConflictError, ForbiddenError, NotFoundError, StaleVersionError } from '../errors.ts';
import type { UserAction } from '../tracking/user-action/user-action.schema.ts';
import type { Entity, RecordOf } from './define-entity.ts';
import { newId } from './ids.ts';
import { moveBack } from './moved-references.ts';
import { depthsOf } from './relations.ts';
import { hasRole, operation, type Scope } from './scope.ts';

/** How long a group can be undone (specification of approvals and undo). */
const UNDO_DAYS = 30;
/** Creations of records of one kind that are taken back at the same time. */
const PARALLEL = 16;
/** Records that a refusal names. */
const NAMED = 3;

type Action = RecordOf<typeof UserAction>;

export interface UndoResult {
  groupId: string;
  reverted: Array<{ entity: string; id: string; title: string; change: Action['change'] }>;
  /** Records that were changed again since, with the reason in words. */
  kept: Array<{ entity: string; id: string; title: string; reason: string }>;
}

/**
 * Takes back the writes of one group, newest first, where the record is unchanged since but for what was undone; says
 * which ones it kept. Undoing is itself a group of writes, so it can be undone too. Run again as the same operation, it
 * goes on and tells the whole.
 *
 * @throws ConflictError naming the records when all of it was undone already, or is older than 30 days
 * @throws NotFoundError when the group is unknown
 * @throws ForbiddenError when it is someone else's work and the caller is no admin
 */
export async function undoGroup(
  crm: CrmCore,
  scope: Scope,
  groupId: string,
  now = new Date(),
): Promise<UndoResult> {
  const model = crm.store.model('userAction');
  const actions = (await model
    .find({ workspaceId: scope.workspaceId, groupId })
    .sort({ at: -1, recordVersion: -1 })
    .lean()) as unknown as Stored[];
  const undoId = scope.groupId ?? newId();
  const open = openOf(actions, groupId, undoId, now);
  if (!hasRole(scope, 'admin') && open.some((action) => action.actor.id !== scope.actor.id)) {
    throw new ForbiddenError('This was done by someone else; only they or an admin can undo it.');
  }
  const operationId = scope.operation?.next();
  const reverted: UndoResult['reverted'] = [];
  const once = async (action: Stored): Promise<UndoResult['kept'][number] | undefined> => {
    const of = { entity: action.entity, id: action.recordId, title: action.recordTitle };
    const own: Scope = {
      ...scope,
      groupId: undoId,
      isBulk: open.length > 1,
      ...(operationId && { operation: operation(`${operationId}.${action._id}`) }),
    };
    try {
      if (action.undoneBy !== undoId) {
        await revert(crm, own, action);
        await markUndone(crm, action, undoId, now);
      }
      reverted.push({ ...of, change: action.change });
      return undefined;
    } catch (error) {
      if (!(error instanceof CliantaError)) throw error;
      return { ...of, reason: await reasonOf(crm, action._id, error) };
    }
  };
  let left = inOrder(open, crm.store.entities);
  for (;;) {
    const kept = new Map<Stored, UndoResult['kept'][number]>();
    for (const actions of independent(left, crm.store.entities))
      await Promise.all(
        actions.map(async (action) => {
          const reason = await once(action);
          if (reason) kept.set(action, reason);
        }),
      );
    // a value that must be unique may have been freed meanwhile, or what it refers to has come back
    if (kept.size === 0 || kept.size === left.length)
      return { groupId: undoId, reverted, kept: [...kept.values()] };
    left = [...kept.keys()];
  }
}

type Stored = Omit<Action, 'id'> & { _id: string };

/** In their order, those together that nothing keeps from being taken back at once: different records made of one kind. */
function* independent(
  actions: readonly Stored[],
  entities: ReadonlyMap<string, Entity>,
): Generator<Stored[]> {
  let together: Stored[] = [];
  // one of them may belong to another
  const isMade = ({ change, entity }: Stored) =>
    change === 'created' && !entities.get(entity)?.fields.some(({ ref }) => ref === entity);
  for (const action of actions) {
    const [first] = together;
    const isAlike = first && isMade(first) && isMade(action) && action.entity === first.entity;
    if (first && (!isAlike || together.length === PARALLEL)) {
      yield together;
      together = [];
    }
    together.push(action);
  }
  if (together.length > 0) yield together;
}

/** What of a group can be taken back, with what this very undo has taken back before it was broken off. */
function openOf(actions: readonly Stored[], groupId: string, undoId: string, now: Date): Stored[] {
  const oldest = now.getTime() - UNDO_DAYS * 86_400_000;
  const recent = actions.filter((action) => action.at.getTime() >= oldest);
  const open = recent.filter((action) => !action.undoneAt || action.undoneBy === undoId);
  if (open.length > 0) return open;
  if (recent.length > 0) throw new ConflictError(`That was undone already: ${titlesOf(recent)}.`);
  if (actions.length > 0)
    throw new ConflictError(
      `That was done more than ${UNDO_DAYS} days ago, and can no longer be undone: ${titlesOf(actions)}.`,
    );
  throw new NotFoundError('change to undo with the number', groupId);
}

/** "Jane Doe, Northwind and 3 more". */
function titlesOf(actions: readonly Stored[]): string {
  const titles = [...new Set(actions.map(({ recordTitle }) => recordTitle))];
  const more = titles.length - NAMED;
  return more > 0 ? `${titles.slice(0, NAMED).join(', ')} and ${more} more` : titles.join(', ');
}

/** A write that is taken back; one that it had taken back itself stands again. */
async function markUndone(crm: CrmCore, action: Stored, undoId: string, now: Date): Promise<void> {
  const model = crm.store.model('userAction');
  await model.updateOne({ _id: action._id }, { $set: { undoneAt: now, undoneBy: undoId } });
  await model.updateMany(
    { workspaceId: action.workspaceId, undoneBy: action.groupId, recordId: action.recordId },
    { $unset: { undoneAt: 1, undoneBy: 1 }, $set: { redoneBy: undoId } },
  );
}

/** Two people may undo the same at the same time: each claims what they did themselves. */
async function reasonOf(crm: CrmCore, actionId: string, error: CliantaError): Promise<string> {
  // a reason is part of a sentence
  if (!(error instanceof StaleVersionError)) return error.message.replace(/\.$/, '');
  const isUndone = await crm.store.model('userAction').exists({ _id: actionId, undoneAt: { $exists: true } });
  return isUndone ? 'it was undone already' : 'it was changed since';
}

/**
 * The newest first of each record; what comes back before what refers to it, what goes after what refers to it, for
 * writes of one instant too.
 */
function inOrder<A extends Pick<Action, 'entity' | 'recordId' | 'change' | 'recordVersion'>>(
  newestFirst: readonly A[],
  entities: ReadonlyMap<string, Entity>,
): A[] {
  const newest = new Map(newestFirst.toReversed().map((action) => [action.recordId, action]));
  const oldest = new Map(newestFirst.map((action) => [action.recordId, action]));
  const comesBack = new Set(
    newestFirst.filter((one) => one.change === 'deleted' && newest.get(one.recordId) === one),
  );
  const goes = new Set(
    newestFirst.filter((one) => /^(created|restored)$/.test(one.change) && oldest.get(one.recordId) === one),
  );
  const depth = depthsOf(entities);
  const depthOf = ({ entity }: A) => depth.get(entity) ?? 0;
  return [
    ...[...comesBack].sort((a, b) => depthOf(a) - depthOf(b)),
    ...newestFirst.filter((action) => !comesBack.has(action) && !goes.has(action)),
    ...[...goes].sort((a, b) => depthOf(b) - depthOf(a)),
  ];
}

async function revert(crm: CrmCore, scope: Scope, action: Stored): Promise<void> {
  const service = crm.records(crm.store.entity(action.entity) as Entity);
  const version = await expectedVersion(crm, scope, action);
  switch (action.change) {
    case 'created':
    case 'restored':
      // what others have added to it since is theirs
      await service.delete(scope, action.recordId, { version, isAlone: true });
      return;
    case 'deleted':
      await service.restore(scope, action.recordId, { version });
      if (typeof action.after.mergedIntoId === 'string')
        await moveBack(crm.store, scope, service.entity, action.recordId, action.after.mergedIntoId);
      return;
    case 'updated':
      await service.revert(scope, action.recordId, action.before, version);
  }
}

/**
 * The action's own version; a newer one when all that came after it has been undone, so that the record is again as the
 * action left it: two undos in a row step back twice.
 */
async function expectedVersion(crm: CrmCore, scope: Scope, action: Stored): Promise<number> {
  const model = crm.store.model('userAction');
  const { workspaceId } = scope;
  const later = (await model
    .find({ workspaceId, recordId: action.recordId, recordVersion: { $gt: action.recordVersion } })
    .select({ groupId: 1, undoneAt: 1, recordVersion: 1 })
    .sort({ recordVersion: -1 })
    .lean()) as unknown as Array<Pick<Stored, 'groupId' | 'undoneAt' | 'recordVersion'>>;
  const [newest] = later;
  if (!newest) return action.recordVersion;
  const groups = [...new Set(later.map(({ groupId }) => groupId))];
  const own = { workspaceId, recordId: action.recordId };
  const undos = new Set<unknown>([
    scope.groupId,
    ...(await model.distinct('undoneBy', { ...own, undoneBy: { $in: groups } })),
    ...(await model.distinct('redoneBy', { ...own, redoneBy: { $in: groups } })),
  ]);
  const isAsBefore = later.every(({ groupId, undoneAt }) => undoneAt || undos.has(groupId));
  return isAsBefore ? newest.recordVersion : action.recordVersion;
}
