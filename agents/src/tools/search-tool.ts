import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import type { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { capitalize, counted, formatMoney, formatNumber } from './format.ts';
import { toolInputs } from './inputs.ts';
import { tableCard } from './present.ts';
import { DEFAULT_LIMIT, focusOf, type RecordToolOptions } from './record-tools.ts';
import { fieldNamed, storedFilter, storedSort, type ToolFilter } from './translate.ts';

interface SearchArgs extends ToolFilter {
  sort?: string;
  limit?: number;
  countOnly?: boolean;
  sumOf?: string;
}

/** Totals a number field over all matches, one total a currency. */
async function totalOf(context: ToolContext, entity: Entity, match: Record<string, unknown>, name: string) {
  const field = fieldNamed(entity, name);
  if (field?.kind !== 'number')
    throw new InvalidError(`“${name}” is not a number, so it cannot be added up.`);
  const groups: Array<{ _id: string | null; sum: number }> = await context.crm.store
    .model(entity)
    .aggregate([
      { $match: match },
      { $group: { _id: field.format === 'money' ? '$currency' : null, sum: { $sum: `$${field.name}` } } },
    ]);
  if (field.format !== 'money') return { label: 'Total', value: formatNumber(groups[0]?.sum ?? 0, context) };
  const sums = new Map<string, number>();
  for (const group of groups) {
    const currency = group._id ?? context.currency;
    sums.set(currency, (sums.get(currency) ?? 0) + group.sum);
  }
  const parts = [...sums]
    .filter(([, sum]) => sum > 0)
    .map(([currency, sum]) => formatMoney(sum, currency, context));
  return { label: 'Total', value: parts.join(' + ') || formatMoney(0, context.currency, context) };
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
      const query = await service.query(context.scope, filter);
      const total = sumOf && count > 0 ? await totalOf(context, entity, query(false), sumOf) : undefined;
      const lastList = {
        entity: entity.name,
        ...(args.where && { where: args.where }),
        ...(args.anyOf && { anyOf: args.anyOf }),
        ...(args.text && { text: args.text }),
      };
      const found = counted(count, entity.label);
      const worth = total ? ` Together they come to ${total.value}.` : '';
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
        ...(total && { total }),
      });
      return {
        text: `I found ${found}.${worth}${part}`,
        cards: [card],
        focus: page.records.map((record) => focusOf(entity, record)).slice(0, 12),
        lastList,
        isAnswer: true,
        facts: { count, total: total?.value, records: page.records.map((record) => focusOf(entity, record)) },
      };
    },
  });
}
