import { systemScope } from '@clianta/crm-core/entity/scope';
import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** Tells whoever said yes to a campaign, or owns it, what has become of it. */
export async function tellCampaignOwner(
  context: JobRunContext,
  campaignId: string,
  { said, key }: { said: string; key: string },
): Promise<void> {
  const { crm, workspaceId } = context;
  const campaign = (await crm.records(Campaign).getMany(systemScope(workspaceId), [campaignId])).get(
    campaignId,
  );
  const userId = campaign?.approved?.byId ?? campaign?.ownerId;
  if (!campaign || !userId) return;
  await tell(context, {
    workspaceId,
    userId,
    kind: 'outcome',
    urgency: 'high',
    key: `campaign:${campaignId}:${key}`,
    title: `Campaign “${campaign.name}”`,
    body: said,
    because: 'You look after this campaign.',
    entity: Campaign.name,
    recordId: campaignId,
    at: crm.now(),
  });
}
