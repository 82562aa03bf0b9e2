import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { winRate } from '@clianta/crm-core/intelligence/metrics/definitions/win-rate';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { figureInWords } from '../../tools/figure-words.ts';
import { formatNumber } from '../../tools/format.ts';
import { groupField } from '../../tools/group-field.ts';

/** Groups that the table shows. */
const MOST_GROUPS = 50;

/** Won of all closed deals, per value of a field; the best first. */
export async function winRates(
  context: ToolContext,
  where: Condition[],
  groupBy: string,
): Promise<ToolResult> {
  const by = await groupField(context, Opportunity, groupBy);
  const { groups, all } = await readMetric(context.crm, context.scope, winRate, { where, groupBy: [by.by] });
  if (all.count === 0) return { text: 'No deals were closed then, so there is no win rate.', isAnswer: true };
  const names = await by.words(groups.map(({ key }) => key[by.key] ?? null));
  const rows = groups
    .map(({ figure }, at) => {
      const { count, value: rate = 0 } = figure;
      const wins = Math.round(rate * count);
      return { name: names[at] ?? '', figure, wins, losses: count - wins, rate };
    })
    .sort((a, b) => b.rate - a.rate || b.wins - a.wins)
    .slice(0, MOST_GROUPS);
  const label = by.label.toLowerCase();
  const won = Math.round((all.value ?? 0) * all.count);
  return {
    text: `Of ${all.count} closed deals ${won} were won (${figureInWords(context, winRate, all)}). Here is the win rate by ${label}: won of what was won or lost.`,
    cards: [
      {
        type: 'table',
        title: `Win rate by ${label}`,
        columns: [
          { key: 'group', label: by.label },
          { key: 'won', label: 'Won', align: 'right' },
          { key: 'lost', label: 'Lost', align: 'right' },
          { key: 'rate', label: 'Win rate', align: 'right' },
        ],
        rows: rows.map(({ name, wins, losses, figure }) => ({
          cells: {
            group: name,
            won: formatNumber(wins, context),
            lost: formatNumber(losses, context),
            rate: figureInWords(context, winRate, figure),
          },
        })),
        count: groups.length,
      },
    ],
    isAnswer: true,
  };
}
