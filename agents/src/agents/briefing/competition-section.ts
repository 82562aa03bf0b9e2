import type { OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { LEAST_FOR_RATE, winLossByCompetitor } from '@clianta/crm-core/intelligence/competitor/win-loss';
import type { BriefCard } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';

/** Who competes for the open deals of a brief, and how it went against them so far. */
export async function competitionSection(
  deals: readonly OpportunityRecord[],
  { crm, scope }: ToolContext,
): Promise<BriefCard['sections'][number]> {
  const open = deals.filter(
    ({ status, competitorIds = [] }) => status === 'open' && competitorIds.length > 0,
  );
  const heading = 'Competition';
  if (open.length === 0) return { heading, items: [] };
  const [found, figures] = await Promise.all([
    crm.records(Competitor).getMany(
      scope,
      open.flatMap(({ competitorIds = [] }) => competitorIds),
    ),
    winLossByCompetitor(crm, scope),
  ]);
  const items = open.flatMap((deal) =>
    (deal.competitorIds ?? []).flatMap((id) => {
      const competitor = found.get(id);
      if (!competitor || competitor.isDeleted) return [];
      const { won = 0, lost = 0 } = figures.get(id) ?? {};
      const before = won + lost > 0 ? `won ${won}, lost ${lost} against it so far` : 'never met before';
      const few = won + lost > 0 && won + lost < LEAST_FOR_RATE ? ' (few to judge by)' : '';
      return [{ text: `${competitor.name} · ${before}${few}`, source: deal.title }];
    }),
  );
  return { heading, items };
}
