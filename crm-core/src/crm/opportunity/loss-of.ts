import type { PrepareContext } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { Workspace, type WorkspaceRecord } from '../../workspace/workspace/workspace.schema.ts';
import { LOSS_REASONS, type Loss, lossReasonIn, RIVAL } from './loss-reasons.ts';

/**
 * What follows for a deal that is lost: the reason of the list that its words name, and who won it among its competitors.
 *
 * @throws InvalidError when it is being lost without any reason, or for one that is not on the list
 */
export async function lossOf(
  next: Loss,
  before: (Loss & { status?: string }) | undefined,
  readWhere: PrepareContext<unknown>['readWhere'],
): Promise<Loss> {
  const workspace = (await readWhere(Workspace.name, {})) as Partial<WorkspaceRecord> | undefined;
  const reasons = workspace?.lossReasons ?? LOSS_REASONS;
  const { lossReason, lossReasonKey, lostToId, competitorIds = [] } = next;
  const isLosing = before !== undefined && before.status !== 'lost';
  const isGiven = lossReasonKey && lossReasonKey !== before?.lossReasonKey;
  if (isGiven && !reasons.includes(lossReasonKey))
    throw new InvalidError(`A deal is lost on one of these: ${reasons.join(', ')}.`, {
      lossReasonKey: 'is not on the list',
    });
  const isTold = !isGiven && lossReason && lossReason !== before?.lossReason;
  const inWords = isTold ? lossReasonIn(lossReason, reasons) : undefined;
  // who got it is a reason, where nothing else is told
  const toRival =
    lostToId && !lossReasonKey && !lossReason ? reasons.find((one) => one === RIVAL) : undefined;
  const named = inWords ?? toRival;
  if (isLosing && !lossReason && !lossReasonKey && !named && workspace?.needsLossReason !== false)
    throw new InvalidError(`Say why it was lost: ${reasons.join(', ')}, or in words.`, {
      lossReason: 'is needed when a deal is lost',
    });
  return {
    ...(named && { lossReasonKey: named }),
    ...(lostToId && !competitorIds.includes(lostToId) && { competitorIds: [...competitorIds, lostToId] }),
  };
}
