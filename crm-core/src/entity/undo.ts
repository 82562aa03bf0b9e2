import type { CrmCore } from '../crm-core.ts';
import { CliantaError, ForbiddenError, NotFoundError, StaleVersionError } from '../errors.ts';
import type { UserAction } from '../tracking/user-action/user-action.schema.ts';
import type { Entity, RecordOf } from './define-entity.ts';
import { newId } from './ids.ts';
import { depthsOf } from './relations.ts';
import { hasRole, type Scope } from './scope.ts';

/** How long a group can be undone (specification of approvals and undo). */
const UNDO_DAYS = 30;

type Action = RecordOf<typeof UserAction>;

export interface UndoResult {
  groupId: string;
  reverted: Array<{ entity: string; id: string; title: string; change: Action['change'] }>;
  /** Records that were changed again since, with the reason in words. */
  kept: Array<{ entity: string; id: string; title: string; reason: string }>;
}

/**
 * Takes back the writes of one group, newest first, where the record is unchanged since; says which ones it kept.
 * Undoing is itself a group of writes, so it can be undone too.
 *
 * @throws NotFoundError when the group is unknown or older than 30 days
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
    .lean()) as unknown as Array<Omit<Action, 'id'> & { _id: string }>;
  const oldest = now.getTime() - UNDO_DAYS * 86_400_000;
  const open = actions.filter((action) => action.at.getTime() >= oldest && !action.undoneAt);
  if (open.length === 0) throw new NotFoundError('change to undo with the number', groupId);
  if (!hasRole(scope, 'admin') && open.some((action) => action.actor.id !== scope.actor.id)) {
    throw new ForbiddenError('This was done by someone else; only they or an admin can undo it.');
  }
  const own: Scope = { ...scope, groupId: scope.groupId ?? newId(), isBulk: open.length > 1 };
  const result: UndoResult = { groupId: own.groupId as string, reverted: [], kept: [] };
  for (const action of inOrder(open, crm.store.entities)) {
    const of = { entity: action.entity, id: action.recordId, title: action.recordTitle };
    try {
      await revert(crm, own, action as never);
      await model.updateOne({ _id: action._id }, { $set: { undoneAt: now } });
      result.reverted.push({ ...of, change: action.change });
    } catch (error) {
      if (!(error instanceof CliantaError)) throw error;
      result.kept.push({ ...of, reason: await reasonOf(crm, action._id, error) });
    }
  }
  return result;
}

/** Two people may undo the same at the same time: each claims what they did themselves. */
async function reasonOf(crm: CrmCore, actionId: string, error: CliantaError): Promise<string> {
  if (!(error instanceof StaleVersionError)) return error.message;
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

async function revert(crm: CrmCore, scope: Scope, action: Action): Promise<void> {
  const service = crm.records(crm.store.entity(action.entity) as Entity);
  const expected = { version: await expectedVersion(crm, scope, action) };
  switch (action.change) {
    case 'created':
    case 'restored':
      // what others have added to it since is theirs
      await service.delete(scope, action.recordId, { ...expected, isAlone: true });
      return;
    case 'deleted':
      await service.restore(scope, action.recordId, expected);
      return;
    case 'updated':
      await service.revert(scope, action.recordId, action.before, expected.version);
  }
}

/** The action's own version, or the newer one that undoing later writes of the same group has led to. */
async function expectedVersion(crm: CrmCore, scope: Scope, action: Action): Promise<number> {
  const undone = await crm.store
    .model('userAction')
    .find({ workspaceId: scope.workspaceId, groupId: scope.groupId, recordId: action.recordId })
    .sort({ recordVersion: -1 })
    .limit(1)
    .lean();
  const last = undone[0] as { recordVersion?: number } | undefined;
  return last?.recordVersion ?? action.recordVersion;
}
