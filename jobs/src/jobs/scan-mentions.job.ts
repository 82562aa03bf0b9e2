import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import {
  type Mention,
  SCAN_MENTIONS,
  scanActivity,
  scanFor,
} from '@clianta/crm-core/intelligence/competitor/scan-mentions';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** Keeps where competitors are named, and suggests to whose deal it is that they compete for it. Links nothing. */
export const scanMentions = defineJob({
  ...SCAN_MENTIONS,
  limitMs: 10 * 60_000,
  async run(context: JobRunContext, { activityId, competitorId }) {
    const { crm, workspaceId, signal } = context;
    if (competitorId) await scanFor(crm, workspaceId, competitorId, signal);
    if (!activityId) return;
    for (const mention of await scanActivity(crm, workspaceId, activityId)) await suggest(context, mention);
  },
});

async function suggest(context: JobRunContext, mention: Mention): Promise<void> {
  const { crm, scope, workspaceId } = context;
  const { opportunityId, competitorId } = mention;
  if (!opportunityId) return;
  const [deals, competitors] = await Promise.all([
    crm.records(Opportunity).getMany(scope, [opportunityId]),
    crm.records(Competitor).getMany(scope, [competitorId]),
  ]);
  const deal = deals.get(opportunityId);
  const competitor = competitors.get(competitorId);
  if (!deal?.ownerId || !competitor || deal.status !== 'open' || deal.competitorIds?.includes(competitorId))
    return;
  await tell(context, {
    workspaceId,
    userId: deal.ownerId,
    kind: 'outcome',
    key: `mention:${mention.id}`,
    title: `${competitor.name} was mentioned in ${deal.title}. Is it a competitor there?`,
    body: `“${mention.quote}” Say “link ${competitor.name} to ${deal.title}” if so.`,
    because: 'The deal is yours.',
    entity: Opportunity.name,
    recordId: deal.id,
    at: crm.now(),
  });
}
