import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { categoryGroups, type ForecastCategory } from '@clianta/crm-core/intelligence/forecast/category';
import { conditionsOf } from '@clianta/crm-core/intelligence/forecast/read-forecast';
import type { ToolContext, ToolResult } from '../tool.ts';
import { counted } from '../tools/format.ts';
import { worthInWords } from '../tools/money-words.ts';
import { periodInWords } from '../tools/period.ts';
import { listShown, tableCard } from '../tools/table-card.ts';
import { CATEGORY_WORDS } from './category-words.ts';
import type { ForecastQuestion } from './forecast-question.ts';

/** Rows that are shown; the figure is of all. */
const SHOWN = 50;

/** The open deals of a period that are in one category, and what they come to. */
export async function dealsInCategory(
  context: ToolContext,
  { span, filter }: ForecastQuestion,
  category: ForecastCategory,
): Promise<ToolResult> {
  const { crm, scope, now } = context;
  const { upcoming = [] } = conditionsOf({ span, now });
  const within = inCategory({ ...filter, where: [...(filter.where ?? []), ...upcoming] }, category);
  const deals = crm.records(Opportunity);
  const [{ records }, { all }] = await Promise.all([
    deals.find(scope, { ...within, sort: 'expectedCloseAt', limit: SHOWN }),
    deals.totals(scope, { ...within, of: ['amountMinor'] }),
  ]);
  const label = periodInWords(context, span);
  const name = CATEGORY_WORDS[category];
  if (all.count === 0)
    return {
      text: `No open deal of ${label} is **${name}** in the forecast.`,
      suggestions: [`Forecast ${label}`],
      isAnswer: true,
    };
  const worth = worthInWords(
    context,
    all.totals.map(({ sum, currency }) => ({ amountMinor: sum, currency })),
  );
  const table = await tableCard(context, Opportunity, records, {
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)}, ${label}`,
    count: all.count,
    also: ['probability'],
    total: { label: 'Total', value: worth },
  });
  return {
    text: `**${counted(all.count, Opportunity.label)}** of ${label} ${all.count === 1 ? 'is' : 'are'} **${name}** in the forecast, together **${worth}**.`,
    cards: [table],
    lastList: listShown(Opportunity, records),
    isAnswer: true,
    facts: { rows: table.rows.map(({ cells }) => cells) },
  };
}

/** A filter for those of them that are in the category. */
function inCategory({ anyOf, ...filter }: Filter, category: ForecastCategory): Filter {
  const groups = categoryGroups(category);
  return {
    ...filter,
    anyOf: anyOf ? anyOf.flatMap((one) => groups.map((group) => [...one, ...group])) : groups,
  };
}
