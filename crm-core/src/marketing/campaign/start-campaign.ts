import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { Campaign, type CampaignRecord } from './campaign.schema.ts';
import { FEED_CAMPAIGN, PICK_WINNER } from './campaign-orders.ts';
import { writeRows } from './campaign-rows.ts';
import { frozenIds } from './launch-campaign.ts';
import { LATE_MS, sendTime } from './send-times.ts';
import { splitVariants } from './split-variants.ts';

const MINUTE_MS = 60_000;

/**
 * Begins with a campaign whose time it is: every recipient has a row of their own before the first mail goes, so a process
 * that ends in the middle leaves nobody out. Begun again it finds what is there.
 *
 * @returns what to tell its owner, where that is something
 */
export async function startCampaign(
  crm: CrmCore,
  workspaceId: string,
  { campaignId, editionId }: { campaignId: string; editionId: string },
): Promise<string | undefined> {
  const system = systemScope(workspaceId);
  const campaign = (await crm.records(Campaign).getMany(system, [campaignId])).get(campaignId);
  // changed, cancelled or approved anew since
  if (!campaign || campaign.isDeleted || campaign.status !== 'scheduled') return undefined;
  if (!campaign.approved || campaign.editionId !== editionId) return undefined;
  const now = crm.now();
  const { startsAt = now, variants, test } = campaign;
  if (now.getTime() - startsAt.getTime() > LATE_MS) {
    const because = 'Nothing was running at its time, and that is over an hour ago.';
    await crm.records(Campaign).update(system, campaignId, { status: 'missed', because });
    return `“${campaign.name}” was to go out and did not: ${because} Say whether it still shall: “send the campaign now”.`;
  }
  const contactIds = await frozenIds(crm, workspaceId, editionId);
  const placed = splitVariants(campaignId, contactIds, { variants: variants.length + 1, share: test.share });
  const zones = await zonesOf(crm, campaign, contactIds);
  await writeRows(
    crm,
    { workspaceId, campaignId },
    contactIds.map((contactId) => ({
      contactId,
      isTest: false,
      ...placed.get(contactId),
      dueAt: sendTime(campaign.schedule, zones.get(contactId), startsAt).at,
    })),
  );
  await crm.records(Campaign).update(system, campaignId, { status: 'running', startedAt: now });
  await crm.enqueue(FEED_CAMPAIGN, { campaignId }, { workspaceId, key: campaignId, at: now });
  if (variants.length > 0)
    await crm.enqueue(
      PICK_WINNER,
      { campaignId },
      { workspaceId, key: campaignId, at: new Date(now.getTime() + test.minutes * MINUTE_MS) },
    );
  const others = (await matchingNow(crm, campaign)) - contactIds.length;
  return others > 0
    ? `“${campaign.name}” goes out to ${contactIds.length}, as approved. ${others} more match its audience now, or are left out; they are not added by themselves.`
    : undefined;
}

const matchingNow = (crm: CrmCore, { workspaceId, audience }: CampaignRecord) =>
  crm.records(Contact).count(systemScope(workspaceId), audience);

async function zonesOf(
  crm: CrmCore,
  { workspaceId, schedule }: CampaignRecord,
  contactIds: readonly string[],
): Promise<Map<string, string>> {
  if (schedule?.zone !== 'recipient') return new Map();
  const found = await crm.store
    .model(Contact)
    .find({ workspaceId, _id: { $in: contactIds }, timeZone: { $exists: true } })
    .select({ timeZone: 1 })
    .lean<Array<{ _id: string; timeZone?: string }>>();
  return new Map(found.flatMap(({ _id, timeZone }) => (timeZone ? [[_id, timeZone] as const] : [])));
}
