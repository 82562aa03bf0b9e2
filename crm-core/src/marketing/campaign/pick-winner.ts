import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { BEGUN, Campaign } from './campaign.schema.ts';
import { engagementOf } from './engagement.ts';
import { winnerOf } from './significance.ts';

/**
 * Says which variant the rest gets, once: the one that did best, where that is more than chance, else A.
 *
 * @returns what was found, in words
 */
export async function pickWinner(
  crm: CrmCore,
  workspaceId: string,
  campaignId: string,
): Promise<string | undefined> {
  const system = systemScope(workspaceId);
  const campaign = (await crm.records(Campaign).getMany(system, [campaignId])).get(campaignId);
  if (!campaign || !BEGUN.has(campaign.status) || campaign.winner) return undefined;
  const all = await engagementOf(crm, workspaceId, campaignId);
  const tried = all
    .filter(({ isTest }) => isTest)
    .map(({ variant, got, replied }) => ({ variant, got, acted: replied }));
  const winner = winnerOf(tried, 'replies');
  await crm.records(Campaign).update(system, campaignId, { winner });
  return winner.said;
}
