import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { BEGUN, type CampaignRecord, OVER } from './campaign.schema.ts';
import { campaignFigures } from './campaign-figures.ts';
import type { CampaignOverview } from './campaign-overview.schema.ts';
import { rowsOf } from './campaign-rows.ts';
import { frozenExclusions } from './launch-campaign.ts';
import { previewCampaign } from './preview-campaign.ts';

/** A campaign as it would go out; once it has begun, as it went. */
export async function campaignOverview(
  crm: CrmCore,
  scope: Scope,
  campaign: CampaignRecord,
): Promise<CampaignOverview> {
  const preview = await previewCampaign(crm, scope, campaign);
  const { samples, people, matching, account, gaps, faults } = preview;
  const mails = samples.map(({ kind, to, subject, html, text }) => ({ kind, to, subject, html, text }));
  if (BEGUN.has(campaign.status) || (OVER.has(campaign.status) && campaign.startedAt))
    return {
      funnel: await begunFunnel(crm, campaign),
      exclusions: await begunExclusions(crm, campaign),
      open: campaign.because ? [campaign.because] : [],
      samples: mails,
      ...(campaign.winner && { winner: campaign.winner.said }),
    };
  return {
    funnel: [
      { label: 'Match the audience', count: matching },
      { label: 'Would get it', count: people.length },
    ],
    exclusions: preview.exclusions.map(({ reason, count }) => ({ reason, count })),
    open: [
      ...(account ? [] : ['No mailbox is connected: connect one under Settings, Mailboxes.']),
      ...gaps.map((gap) => `It does not say yet: ${gap}.`),
      ...faults,
      ...(campaign.because ? [campaign.because] : []),
    ],
    samples: mails,
  };
}

async function begunFunnel(crm: CrmCore, campaign: CampaignRecord): Promise<CampaignOverview['funnel']> {
  const { audience, got, replied, failed, unknown, bounced, unsubscribed } = await campaignFigures(
    crm,
    campaign,
  );
  return [
    { label: 'Audience', count: audience },
    { label: 'Got it', count: got },
    { label: 'Replied', count: replied },
    { label: 'Refused', count: failed },
    { label: 'Came back', count: bounced },
    { label: 'Unknown', count: unknown },
    { label: 'Unsubscribed', count: unsubscribed },
  ];
}

/** Who was left out when it was approved, and who since. */
async function begunExclusions(
  crm: CrmCore,
  { id, workspaceId, editionId }: CampaignRecord,
): Promise<CampaignOverview['exclusions']> {
  const frozen = editionId ? await frozenExclusions(crm, workspaceId, editionId) : [];
  const since = await rowsOf(crm)
    .aggregate<{ _id: string; count: number }>([
      { $match: { workspaceId, campaignId: id, status: 'skipped' } },
      { $group: { _id: '$skipReason', count: { $sum: 1 } } },
    ])
    .toArray();
  return [...frozen, ...since.map(({ _id, count }) => ({ reason: _id, count }))];
}
