import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { BEGUN, Campaign, type CampaignRecord, statusInWords } from './campaign.schema.ts';
import { PAUSED, START_CAMPAIGN, sourceOf } from './campaign-orders.ts';
import { countRows, rowsOf } from './campaign-rows.ts';
import { settleRows } from './settle-rows.ts';

const CANCELLED = 'the campaign was cancelled';

/**
 * Stops a campaign where it is. What waits in the outbox is taken back; a mail whose transmission has begun goes to its end.
 * One that has not started is a draft again.
 */
export async function pauseCampaign(
  crm: CrmCore,
  scope: Scope,
  { id, workspaceId, status, name }: CampaignRecord,
  because: string,
): Promise<CampaignRecord> {
  if (status === 'paused') return crm.records(Campaign).get(scope, id);
  if (status === 'scheduled') {
    await crm.work.cancel(START_CAMPAIGN, workspaceId, id);
    const patch = { status: 'draft', because, approved: null, startsAt: null } as const;
    return crm.records(Campaign).update(scope, id, patch);
  }
  if (!BEGUN.has(status))
    throw new InvalidError(`“${name}” is ${statusInWords(status)}: there is nothing to stop.`);
  const paused = await crm.records(Campaign).update(scope, id, { status: 'paused', because });
  await takeBack(crm, workspaceId, id, PAUSED);
  await settleRows(crm, workspaceId, id);
  return paused;
}

/** Ends a campaign for good: who has not got it never does. */
export async function cancelCampaign(
  crm: CrmCore,
  scope: Scope,
  { id, workspaceId, status, name }: CampaignRecord,
): Promise<CampaignRecord> {
  if (status === 'finished' || status === 'cancelled')
    throw new InvalidError(`“${name}” is ${status} already.`);
  const now = crm.now();
  await crm.work.cancel(START_CAMPAIGN, workspaceId, id);
  await crm.records(Campaign).update(scope, id, { status: 'cancelled', approved: null, finishedAt: now });
  await takeBack(crm, workspaceId, id, CANCELLED);
  await settleRows(crm, workspaceId, id);
  await rowsOf(crm).updateMany(
    { workspaceId, campaignId: id, status: 'pending' },
    { $set: { status: 'skipped', skipReason: CANCELLED, updatedAt: now } },
  );
  const { open: _, queued: __, ...counts } = await countRows(crm, workspaceId, id);
  return crm.records(Campaign).update(scope, id, { counts });
}

/** Takes back what has not begun to be transmitted. Whoever has it in hand finds that it is not theirs any more. */
export async function takeBack(
  crm: CrmCore,
  workspaceId: string,
  campaignId: string,
  why: string,
): Promise<void> {
  await crm.store.model(EmailMessage).collection.updateMany(
    { workspaceId, source: sourceOf(campaignId), status: { $in: ['queued', 'claimed'] } },
    {
      $set: { status: 'cancelled', why, updatedAt: crm.now() },
      $unset: { claim: 1, leaseUntil: 1 },
    },
  );
}
