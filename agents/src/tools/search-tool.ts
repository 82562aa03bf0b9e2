import { type Entity, talkOf } from '@clianta/crm-core/entity/define-entity';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';
import { defineTool, type LastList, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { beyondTheName } from './conditions-in-words.ts';
import { extreme } from './field-answer.ts';
import { searchShape, toolFields } from './fields.ts';
import { focusOf } from './focus.ts';
import { capitalize, counted } from './format.ts';
import { knownValues } from './known-values.ts';
import { comparedInWords } from './money-words.ts';
import { tableCard } from './table-card.ts';
import { nameForMany } from './tool-names.ts';
import { groupedTable, totalsOf } from './totals.ts';
import { storedFilter, storedSort, type ToolFilter } from './translate.ts';

export interface SearchArgs extends ToolFilter {
  sort?: string;
  limit?: number;
  page?: number;
  columns?: string[];
  countOnly?: boolean;
  sumOf?: string;
  averageOf?: string;
  groupBy?: string;
  chart?: boolean;
}

/** What a search was asked for and came to. */
interface Found {
  args: SearchArgs;
  filter: Filter;
  count: number;
  /** "12 companies matching “software”". */
  words: string;
  lastList: LastList;
}

/** Rows of a table that nobody gave a number for. */
export const DEFAULT_LIMIT = 20;

/** Lists, counts, totals and groups the records that a filter matches. */
export function searchTool(entity: Entity, description?: string): Tool {
  const labels = toolFields(entity).map((field) => field.label?.toLowerCase() ?? field.name);
  return defineTool({
    name: nameForMany('search', entity),
    does: `Looking for ${entity.label.many}`,
    description:
      description ?? `Lists or counts ${entity.label.many} by any of their fields: ${labels.join(', ')}.`,
    operation: 'list',
    entity: entity.name,
    input: z.strictObject(searchShape(entity)),
    effect: 'read',
    decides: () => 'count',
    async run(raw, context): Promise<ToolResult> {
      const args = raw as SearchArgs;
      const result = await searched(context, entity, args);
      const isDrawn = !args.chart || result.cards?.some(({ type }) => type === 'chart');
      return isDrawn ? result : { ...result, text: `${NO_CHART} ${result.text}` };
    },
  });
}

const NO_CHART = 'A chart needs several figures, such as by stage or by month, so this is none.';

/** @param silent - what else holds, and goes without saying */
export async function searched(
  context: ToolContext,
  entity: Entity,
  args: SearchArgs,
  silent: readonly Condition[] = [],
): Promise<ToolResult> {
  const said = await storedFilter(context, entity, args);
  const filter = { ...said, where: [...(said.where ?? []), ...silent] };
  const count = await context.crm.records(entity).count(context.scope, filter);
  return { ...(await told(context, entity, args, { said, filter, count })), decided: count };
}

async function told(
  context: ToolContext,
  entity: Entity,
  args: SearchArgs,
  { said, filter, count }: { said: Filter; filter: Filter; count: number },
): Promise<ToolResult> {
  const words = `${counted(count, entity.label)}${await beyondTheName(context, entity, said)}`;
  const found: Found = { args, filter, count, words, lastList: listOf(entity, args) };
  if (args.groupBy && count > 0) return grouped(context, entity, found);
  if (args.countOnly || (args.averageOf && count > 0)) return figuresOnly(context, entity, found);
  if (count > 0) return listed(context, entity, found);
  const known = await knownValues(context, entity, said);
  const none = `I found no ${entity.label.many}${await beyondTheName(context, entity, said)} like that.`;
  const compared = await comparedInWords(context, entity, filter, undefined);
  return { text: `${none}${known}${compared}`, lastList: found.lastList, isAnswer: true };
}

function listOf(entity: Entity, args: SearchArgs): LastList {
  return {
    entity: entity.name,
    ...(args.where && { where: args.where }),
    ...(args.anyOf && { anyOf: args.anyOf }),
    ...(args.text && { text: args.text }),
    ...(args.sort && { sort: args.sort }),
    ...(args.limit && { limit: args.limit }),
    ...(args.page && { page: args.page }),
    ...(args.groupBy && { groupBy: args.groupBy }),
    ...(args.countOnly && { countOnly: true }),
  };
}

/** How many, what they add up to, and what they are on average: as many of these as were asked for. */
async function figuresOnly(context: ToolContext, entity: Entity, found: Found): Promise<ToolResult> {
  const { args, count, filter, words, lastList } = found;
  const summed = args.sumOf && count > 0 ? await totalsOf(context, entity, filter, args.sumOf) : undefined;
  const averaged =
    args.averageOf && count > 0 ? await totalsOf(context, entity, filter, args.averageOf) : undefined;
  const average = averaged && `average ${averaged.label.toLowerCase()} of ${words} is ${averaged.average}.`;
  if (average && !args.countOnly && !summed) return { text: `The ${average}`, lastList, isAnswer: true };
  const sentences = [
    `There ${count === 1 ? 'is' : 'are'} ${words}.`,
    ...(summed ? [`Together they come to ${summed.total}.`] : []),
    ...(averaged ? [`The average ${averaged.label.toLowerCase()} is ${averaged.average}.`] : []),
  ];
  const compared = await comparedInWords(context, entity, filter, undefined);
  return { text: `${sentences.join(' ')}${compared}`, lastList, isAnswer: true };
}

async function grouped(
  context: ToolContext,
  entity: Entity,
  { args, filter, lastList }: Found,
): Promise<ToolResult> {
  const { card, chart, text } = await groupedTable(context, entity, filter, {
    groupBy: args.groupBy ?? '',
    of: args.averageOf ?? args.sumOf ?? talkOf(entity).sums,
    sort: args.sort ?? (args.averageOf ? '-average' : args.sumOf ? '-sum' : undefined),
    measure: args.averageOf ? 'average' : 'sum',
    isOrdered: args.sort !== undefined,
    limit: args.limit,
  });
  return {
    text,
    cards: args.chart && chart ? [chart, card] : [card],
    lastList,
    isAnswer: true,
    facts: { rows: card.rows.map((row) => row.cells) },
  };
}

async function listed(
  context: ToolContext,
  entity: Entity,
  { args, filter, count, words, lastList }: Found,
): Promise<ToolResult> {
  const talk = talkOf(entity);
  const sumOf = args.sumOf ?? talk.sums;
  const total = sumOf ? (await totalsOf(context, entity, filter, sumOf)).total : undefined;
  const sort = storedSort(entity, args.sort ?? talk.sort);
  const limit = args.limit ?? DEFAULT_LIMIT;
  const page = args.page ?? 1;
  const records = await pageOf(context, entity, { ...filter, ...(sort && { sort }), limit }, page);
  const first = records[0];
  const compared = await comparedInWords(context, entity, filter, args.sort && sort);
  if (args.sort && limit === 1 && first && count > 1) {
    const text = `${await extreme(context, entity, first, args.sort, words)}${compared}`;
    const table = await tableCard(context, entity, [first], {
      title: capitalize(entity.label.many),
      count,
      ...columnsOf(args),
    });
    return {
      text,
      cards: [table],
      focus: [focusOf(entity, first)],
      lastList: { ...lastList, ids: [first.id] },
      isAnswer: true,
    };
  }
  const worth = total ? ` Together they come to ${total}.` : '';
  const card = await tableCard(context, entity, records, {
    title: capitalize(entity.label.many),
    count,
    ...columnsOf(args),
    ...(total && { total: { label: 'Total', value: total } }),
  });
  return {
    text: `I found ${words}.${worth}${partInWords(records.length, count, limit, page)}${compared}`,
    ...(records.length > 0 && { cards: [card] }),
    focus: records.map((record) => focusOf(entity, record)).slice(0, 12),
    lastList: { ...lastList, ids: records.map((record) => record.id) },
    isAnswer: true,
    facts: { count, total, records: records.map((record) => focusOf(entity, record)) },
  };
}

/** The columns that were asked for, and what the question was about: sorted by, or a field that the workspace has added. */
function columnsOf({ sort, where, columns = [] }: SearchArgs) {
  const only = columns.filter((name) => !name.startsWith('+'));
  const besides = columns.filter((name) => name.startsWith('+')).map((name) => name.slice(1));
  if (only.length > 0) return { only, also: besides };
  const own = (where ?? []).map(({ field }) => field).filter((field) => field.startsWith('customFields.'));
  return { also: [...(sort ? [sort.replace('-', '')] : []), ...own, ...besides] };
}

/** The records of one page; the pages before it are passed by their cursors. */
async function pageOf(
  context: ToolContext,
  entity: Entity,
  find: Filter & { sort?: string; limit: number },
  page: number,
) {
  let cursor: string | undefined;
  for (let at = 1; ; at++) {
    const found = await context.crm
      .records(entity)
      .find(context.scope, { ...find, ...(cursor && { cursor }) });
    if (at === page) return found.records;
    cursor = found.nextCursor;
    if (cursor === undefined) return [];
  }
}

function partInWords(shown: number, count: number, limit: number, page: number): string {
  if (shown === 0) return ' There are no more to show.';
  if (page > 1) {
    const from = (page - 1) * limit + 1;
    return ` Here ${shown === 1 ? `is number ${from}` : `are numbers ${from} to ${from + shown - 1}`}.`;
  }
  if (shown >= count) return '';
  return ` Here ${shown === 1 ? 'is the first' : `are the first ${shown}`}.`;
}
