import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { capitalize, counted } from './format.ts';
import { toolInputs } from './inputs.ts';
import { tableCard } from './present.ts';
import { DEFAULT_LIMIT, focusOf, type RecordToolOptions } from './record-tools.ts';
import { groupedTable, totalsOf } from './totals.ts';
import { storedFilter, storedSort, type ToolFilter } from './translate.ts';

interface SearchArgs extends ToolFilter {
  sort?: string;
  limit?: number;
  countOnly?: boolean;
  sumOf?: string;
  averageOf?: string;
  groupBy?: string;
}

export function searchTool(options: RecordToolOptions): Tool {
  const { entity } = options;
  return defineTool({
    name: options.name,
    description: options.description,
    input: toolInputs[options.name] as z.ZodObject,
    effect: 'read',
    async run(raw, context): Promise<ToolResult> {
      const args = raw as SearchArgs;
      const filter = await storedFilter(context, entity, args);
      const service = context.crm.records(entity);
      const count = await service.count(context.scope, filter);
      const sumOf = args.sumOf ?? (args.countOnly ? undefined : options.defaultSum);
      const total = sumOf && count > 0 ? (await totalsOf(context, entity, filter, sumOf)).total : undefined;
      const lastList = {
        entity: entity.name,
        ...(args.where && { where: args.where }),
        ...(args.anyOf && { anyOf: args.anyOf }),
        ...(args.text && { text: args.text }),
      };
      const found = counted(count, entity.label);
      const worth = total ? ` Together they come to ${total}.` : '';
      if (args.groupBy && count > 0)
        return grouped(context, entity, filter, args.groupBy, args.averageOf ?? sumOf ?? options.defaultSum);
      if (args.averageOf && count > 0) {
        const { label, average } = await totalsOf(context, entity, filter, args.averageOf);
        const text = `The average ${label.toLowerCase()} of ${found} is ${average}.`;
        return { text, lastList, isAnswer: true };
      }
      if (args.countOnly) {
        return { text: `There ${count === 1 ? 'is' : 'are'} ${found}.${worth}`, lastList, isAnswer: true };
      }
      if (count === 0) {
        return { text: `I found no ${entity.label.many} like that.`, lastList, isAnswer: true };
      }
      const sort = storedSort(entity, args.sort ?? options.defaultSort);
      const page = await service.find(context.scope, {
        ...filter,
        limit: args.limit ?? DEFAULT_LIMIT,
        ...(sort && { sort }),
      });
      const shown = page.records.length;
      const part = shown < count ? ` Here ${shown === 1 ? 'is the first' : `are the first ${shown}`}.` : '';
      const card = await tableCard(context, entity, page.records, {
        title: capitalize(entity.label.many),
        count,
        ...(total && { total: { label: 'Total', value: total } }),
      });
      return {
        text: `I found ${found}.${worth}${part}`,
        cards: [card],
        focus: page.records.map((record) => focusOf(entity, record)).slice(0, 12),
        lastList,
        isAnswer: true,
        facts: { count, total, records: page.records.map((record) => focusOf(entity, record)) },
      };
    },
  });
}

async function grouped(
  context: ToolContext,
  entity: Entity,
  filter: Filter,
  groupBy: string,
  of: string | undefined,
): Promise<ToolResult> {
  const { card, label, count, most } = await groupedTable(context, entity, filter, groupBy, of);
  const top = card.rows.length > 1 ? ` The most are with ${most}.` : '';
  return {
    text: `Here are ${counted(count, entity.label)} by ${label}.${top}`,
    cards: [card],
    isAnswer: true,
    facts: { rows: card.rows.map((row) => row.cells) },
  };
}
