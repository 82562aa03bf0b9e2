import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { ToolContext, ToolResult } from '../../tool.ts';
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
  const by = await groupField(context, Opportunity as unknown as Entity, groupBy);
  const closed = async (status: string) => {
    const { groups, all } = await context.crm.records(Opportunity).totals(context.scope, {
      where: [...where, { field: 'status', op: 'eq', value: status }],
      groupBy: [by.by],
    });
    return {
      counts: new Map(groups.map((group) => [group.key[by.key] ?? null, group.count])),
      all: all.count,
    };
  };
  const [won, lost] = await Promise.all([closed('won'), closed('lost')]);
  const keys = [...new Set([...won.counts.keys(), ...lost.counts.keys()])];
  if (keys.length === 0)
    return { text: 'No deals were closed then, so there is no win rate.', isAnswer: true };
  const names = await by.words(keys);
  const rows = keys
    .map((key, at) => {
      const [wins, losses] = [won.counts.get(key) ?? 0, lost.counts.get(key) ?? 0];
      return { name: names[at] ?? '', wins, losses, rate: wins / (wins + losses) };
    })
    .sort((a, b) => b.rate - a.rate || b.wins - a.wins)
    .slice(0, MOST_GROUPS);
  const percent = (rate: number) => `${Math.round(100 * rate)}%`;
  const label = by.label.toLowerCase();
  return {
    text: `Of ${won.all + lost.all} closed deals ${won.all} were won (${percent(won.all / (won.all + lost.all))}). Here is the win rate by ${label}: won of what was won or lost.`,
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
        rows: rows.map(({ name, wins, losses, rate }) => ({
          cells: {
            group: name,
            won: formatNumber(wins, context),
            lost: formatNumber(losses, context),
            rate: percent(rate),
          },
        })),
        count: keys.length,
      },
    ],
    isAnswer: true,
  };
}
