import { LOSS_REASONS } from '@clianta/crm-core/crm/opportunity/loss-reasons';
import type { OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { competitorsIn } from '@clianta/crm-core/intelligence/competitor/names-in-text';
import { Workspace, type WorkspaceRecord } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { capitalize } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';

/** Words after which the one who won it is named. */
const WENT_TO =
  /(?:^|\b(?:to|with|for|chose|chosen|choose|picked|took|takes|bought|prefers?|preferred|signed))\s*$/i;

/** What a deal gets that is lost so. */
export type LossPatch = Pick<Partial<OpportunityRecord>, 'lossReason' | 'lostToId' | 'competitorIds'>;

/** Why a deal is lost, in words, and who got it: a competitor that is kept, named by itself or in those words. */
export async function lossOf(
  context: ToolContext,
  reason: string | undefined,
  competitor: string | undefined,
): Promise<{ winner?: CompetitorRecord; patchOf(deal: OpportunityRecord): LossPatch }> {
  const { records } = await context.crm.records(Competitor).find(context.scope, { limit: 500 });
  const named = reason ? competitorsIn(reason, records) : [];
  const winner =
    competitor === undefined
      ? named.find((one) => isWinner(reason ?? '', one.competitor))?.competitor
      : await resolveOne(context, Competitor, competitor, 'competitor');
  const ids = [...named.map((one) => one.competitor.id), ...(winner ? [winner.id] : [])];
  return {
    ...(winner && { winner }),
    patchOf: ({ competitorIds = [] }) => ({
      ...(reason && { lossReason: reason }),
      ...(winner && { lostToId: winner.id }),
      ...(ids.some((id) => !competitorIds.includes(id)) && {
        competitorIds: [...new Set([...competitorIds, ...ids])],
      }),
    }),
  };
}

/** "Zoho on price", "they went with Zoho": it got the deal. "Better than Zoho" says no such thing. */
function isWinner(reason: string, { name, aliases = [] }: CompetitorRecord): boolean {
  return [name, ...aliases].some((one) => {
    const at = reason.toLowerCase().indexOf(one.toLowerCase());
    return at >= 0 && WENT_TO.test(reason.slice(0, at));
  });
}

/** The question that a loss without a reason is answered with; undefined where the workspace does not ask. */
export async function whyLost({ crm, scope }: ToolContext, what: string): Promise<AskBack | undefined> {
  const workspace: WorkspaceRecord = await crm.records(Workspace).get(scope, scope.workspaceId);
  if (workspace.needsLossReason === false) return undefined;
  return new AskBack({
    text: `Why was ${what} lost? Choose one, or say it in your own words.`,
    options: (workspace.lossReasons ?? LOSS_REASONS).map((reason) => ({
      label: capitalize(reason),
      value: capitalize(reason),
    })),
    argument: 'reason',
    takesText: true,
  });
}
