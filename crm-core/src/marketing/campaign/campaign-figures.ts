import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { CampaignCounts, CampaignRecord } from './campaign.schema.ts';
import { countRows, rowId, rowsOf } from './campaign-rows.ts';
import { engagementOf } from './engagement.ts';
import { settleRows } from './settle-rows.ts';
import { unsubscribedSince } from './unsubscribed.ts';

export interface CampaignFigures extends CampaignCounts {
  /** It was sent to them, or may have been. */
  got: number;
  replied: number;
  unsubscribed: number;
  /** Deals of recipients that came up since it started; what led to them is not known. */
  deals: number;
  dealsWon: number;
}

/** How a campaign did, as it stands now. */
export async function campaignFigures(
  crm: CrmCore,
  { id, workspaceId, startedAt }: CampaignRecord,
): Promise<CampaignFigures> {
  await settleRows(crm, workspaceId, id);
  const { open: _, queued: __, ...counts } = await countRows(crm, workspaceId, id);
  const engagement = await engagementOf(crm, workspaceId, id);
  return {
    ...counts,
    got: counts.sent + counts.unknown,
    replied: engagement.reduce((all, one) => all + one.replied, 0),
    unsubscribed: startedAt
      ? await unsubscribedSince(crm, { workspaceId, campaignId: id, since: startedAt })
      : 0,
    ...(await dealsSince(crm, workspaceId, id, startedAt)),
  };
}

async function dealsSince(
  crm: CrmCore,
  workspaceId: string,
  campaignId: string,
  startedAt: Date | undefined,
): Promise<{ deals: number; dealsWon: number }> {
  if (!startedAt) return { deals: 0, dealsWon: 0 };
  const deals = await crm.store
    .model(Opportunity)
    .find({ workspaceId, isDeleted: false, createdAt: { $gte: startedAt }, contactId: { $exists: true } })
    .select({ contactId: 1, status: 1 })
    .lean<Array<{ contactId: string; status: string }>>();
  const ids = deals.map(({ contactId }) => rowId(campaignId, contactId));
  const got = await rowsOf(crm)
    .find({ _id: { $in: ids as never[] }, status: { $in: ['sent', 'unknown'] } })
    .project({ contactId: 1 })
    .toArray();
  const reached = new Set(got.map(({ contactId }) => String(contactId)));
  const own = deals.filter(({ contactId }) => reached.has(contactId));
  return { deals: own.length, dealsWon: own.filter(({ status }) => status === 'won').length };
}
