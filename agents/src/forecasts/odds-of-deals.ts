import { Company } from '@clianta/crm-core/crm/company/company.schema';
import type { OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { closedDeals } from '@clianta/crm-core/intelligence/forecast/closed-deals';
import { traitsOf } from '@clianta/crm-core/intelligence/forecast/deal-traits';
import { LEAST_CLOSED, type WinOdds, winOdds } from '@clianta/crm-core/intelligence/forecast/win-odds';
import type { ToolContext } from '../tool.ts';

export interface DealOdds {
  deal: OpportunityRecord;
  odds: WinOdds;
  /** What the deal has and too few closed ones had, or what is not known of it: "source". */
  unsaid: string[];
}

/** How likely deals are won, or why that cannot be said: too few closed ones to learn from. */
export async function oddsOfDeals(
  context: ToolContext,
  deals: readonly OpportunityRecord[],
): Promise<{ odds: DealOdds[]; closed: number; least: number }> {
  const { crm, scope, now } = context;
  const [closed, money, { team }, pipelines, companies] = await Promise.all([
    closedDeals(crm, scope),
    crm.moneyOf(scope.workspaceId),
    crm.facts(scope.workspaceId),
    crm.records(Pipeline).getMany(scope, new Set(deals.flatMap(({ pipelineId }) => pipelineId ?? []))),
    crm.records(Company).getMany(scope, new Set(deals.flatMap(({ companyId }) => companyId ?? []))),
  ]);
  const odds = deals.flatMap((deal): DealOdds[] => {
    const traits = traitsOf(deal, {
      now,
      money,
      pipeline: pipelines.get(deal.pipelineId ?? ''),
      industry: companies.get(deal.companyId ?? '')?.industry ?? undefined,
      ownerName: team.find(({ id }) => id === deal.ownerId)?.name,
    });
    const found = winOdds(closed, traits);
    if (!found) return [];
    const said = new Set(found.reasons.map(({ feature }) => feature));
    return [
      { deal, odds: found, unsaid: FEATURES.filter((one) => !said.has(one)).map((one) => one.toLowerCase()) },
    ];
  });
  return { odds, closed: closed.length, least: LEAST_CLOSED };
}

const FEATURES = ['Stage', 'Owner', 'Source', 'Industry', 'Size', 'Age'];
