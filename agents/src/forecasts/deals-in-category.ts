import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { categoryGroups, type ForecastCategory } from '@clianta/crm-core/intelligence/forecast/category';
import { conditionsOf } from '@clianta/crm-core/intelligence/forecast/read-forecast';
import { wonValue } from '@clianta/crm-core/intelligence/metrics/definitions/won-value';
import type { TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import type { ToolContext, ToolResult } from '../tool.ts';
import { counted } from '../tools/format.ts';
import { worthInWords } from '../tools/money-words.ts';
import { periodInWords } from '../tools/period.ts';
import { listShown, tableCard } from '../tools/table-card.ts';
import { CATEGORY_WORDS } from './category-words.ts';
import type { ForecastQuestion } from './forecast-question.ts';

/** Rows that are shown; the figure is of all. */
const SHOWN = 50;

/** The open deals of a period that are in one category, and what they come to; the commit has what is won in it. */
export async function dealsInCategory(
  context: ToolContext,
  { span, filter }: ForecastQuestion,
  category: ForecastCategory,
): Promise<ToolResult> {
  const { crm, scope, now } = context;
  const { upcoming = [] } = conditionsOf({ span, now });
  const within = inCategory({ ...filter, where: [...(filter.where ?? []), ...upcoming] }, category);
  const deals = crm.records(Opportunity);
  const [{ records }, { all }, won] = await Promise.all([
    deals.find(scope, { ...within, sort: 'expectedCloseAt', limit: SHOWN }),
    deals.totals(scope, { ...within, of: ['amountMinor'] }),
    category === 'commit' ? wonIn(context, span, filter) : undefined,
  ]);
  const label = periodInWords(context, span);
  const name = CATEGORY_WORDS[category];
  const isWon = won !== undefined && won.all.count > 0;
  const wonTable = isWon && (await wonCard(context, won, label));
  if (all.count === 0)
    return {
      text: `No open deal of ${label} is **${name}** in the forecast.${isWon ? ` The commit is what is won: **${worthOf(context, won.all.totals)}**.` : ''}`,
      ...(wonTable && { cards: [wonTable], lastList: listShown(Opportunity, won.records) }),
      suggestions: [`Forecast ${label}`],
      isAnswer: true,
    };
  const worth = worthOf(context, all.totals);
  const table = await tableCard(context, Opportunity, records, {
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)}, ${label}`,
    count: all.count,
    also: ['probability'],
    total: { label: 'Total', value: worth },
  });
  const withWon = isWon
    ? ` With ${worthOf(context, won.all.totals)} of ${counted(won.all.count, WON_DEAL)} that is the commit of **${worthOf(context, [...won.all.totals, ...all.totals])}**.`
    : '';
  const tables = [table, ...(wonTable ? [wonTable] : [])];
  return {
    text: `**${counted(all.count, Opportunity.label)}** of ${label} ${all.count === 1 ? 'is' : 'are'} **${name}** in the forecast, together **${worth}**.${withWon}`,
    cards: tables,
    lastList: listShown(Opportunity, records),
    isAnswer: true,
    facts: { rows: tables.flatMap(({ rows }) => rows.map(({ cells }) => cells)) },
  };
}

const WON_DEAL = { one: 'won deal', many: 'won deals' };

/** The deals of the period that are won already, by the day they were closed. */
async function wonIn({ crm, scope }: ToolContext, { from, to }: TimeSpan, filter: Filter) {
  const where = [
    ...(filter.where ?? []),
    ...(wonValue.where ?? []),
    { field: wonValue.at, op: 'gte' as const, value: from.toISO() },
    { field: wonValue.at, op: 'lt' as const, value: to.toISO() },
  ];
  const deals = crm.records(Opportunity);
  const [{ records }, { all }] = await Promise.all([
    deals.find(scope, { ...filter, where, sort: `-${wonValue.at}`, limit: SHOWN }),
    deals.totals(scope, { ...filter, where, of: ['amountMinor'] }),
  ]);
  return { records, all };
}

const wonCard = (context: ToolContext, { records, all }: Awaited<ReturnType<typeof wonIn>>, label: string) =>
  tableCard(context, Opportunity, records, {
    title: `Won, ${label}`,
    count: all.count,
    total: { label: 'Total', value: worthOf(context, all.totals) },
  });

const worthOf = (
  context: ToolContext,
  totals: ReadonlyArray<{ sum: number; currency?: string | undefined }>,
) =>
  worthInWords(
    context,
    totals.map(({ sum, currency }) => ({ amountMinor: sum, currency })),
  );

/** A filter for those of them that are in the category. */
function inCategory({ anyOf, ...filter }: Filter, category: ForecastCategory): Filter {
  const groups = categoryGroups(category);
  return {
    ...filter,
    anyOf: anyOf ? anyOf.flatMap((one) => groups.map((group) => [...one, ...group])) : groups,
  };
}
