import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { inOwnCurrency, wholeUnits } from '@clianta/crm-core/entity/money';
import type { TotalsGroup } from '@clianta/crm-core/entity/totals-groups';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { chartBeside } from '../../tools/chart-card.ts';
import { filterShape, oneOf } from '../../tools/fields.ts';
import { capitalize, counted } from '../../tools/format.ts';
import { type GroupField, groupField } from '../../tools/group-field.ts';
import { inAllInWords, worthInWords } from '../../tools/money-words.ts';
import { storedFilter } from '../../tools/translate.ts';
import { allPipelines, resolvePipeline } from './resolve-pipeline.ts';

/** Groups that the table shows. */
const MOST_GROUPS = 50;
const OPEN = { one: 'open deal', many: 'open deals' };

export const sumPipeline = defineTool({
  name: 'sum_pipeline',
  does: 'Adding up the pipeline',
  operation: 'list',
  entity: 'opportunity',
  description:
    'What the open deals are worth, as it is and weighted by probability, by stage, owner, industry or any other field. "How much is in each stage", "weighted pipeline by rep".',
  input: z.strictObject({
    groupBy: slot({ kind: 'field', entity: 'opportunity' }, z.string())
      .optional()
      .describe(
        'Default stage. Any field of deals or their company: "owner", "expectedClose per month", "industry"',
      ),
    pipeline: oneOf(Pipeline).optional(),
    ...filterShape(),
  }),
  effect: 'read',
  async run({ groupBy = 'stage', pipeline: name, ...given }, context): Promise<ToolResult> {
    const pipeline = name ? await resolvePipeline(context, name) : undefined;
    const chosen = await storedFilter(context, Opportunity, given);
    const where: Condition[] = [
      ...(chosen.where ?? []),
      { field: 'status', op: 'eq', value: 'open' },
      ...(pipeline ? [{ field: 'pipelineId', op: 'eq' as const, value: pipeline.id }] : []),
    ];
    const by = await groupField(context, Opportunity, groupBy);
    const { groups, all } = await context.crm.records(Opportunity).totals(context.scope, {
      ...chosen,
      where,
      groupBy: [by.by],
      of: ['amountMinor'],
      weightBy: 'probability',
      limit: MOST_GROUPS,
      ...(!by.order && !by.per && { order: '-sum' as const }),
    });
    if (all.count === 0) return { text: 'There are no open deals like that.', isAnswer: true };
    const rows = await rowsOf(
      context,
      by,
      groups,
      hasEmpty(given) ? [] : await openStages(context, by, pipeline?.id),
    );
    const inAll = await inAllInWords(context, amountsOf(all, 'sum'));
    const table: TableCard = {
      type: 'table',
      title: `Open deals by ${by.label.toLowerCase()}${pipeline ? `, ${pipeline.name}` : ''}`,
      columns: [
        { key: 'group', label: by.label },
        { key: 'count', label: 'Deals', align: 'right' },
        { key: 'sum', label: 'Amount', align: 'right' },
        { key: 'weighted', label: 'Weighted', align: 'right' },
      ],
      rows: rows.map(({ cells }) => ({ cells })),
      count: rows.length,
      total: { label: 'Total', value: worthInWords(context, amountsOf(all, 'sum')) },
    };
    const money = await context.crm.moneyOf(context.scope.workspaceId);
    const chart = chartBeside(table, {
      kind: by.per ? 'column' : 'bar',
      category: 'group',
      figure: 'sum',
      values: rows.map(({ totals }) =>
        wholeUnits(
          money,
          totals.reduce((sum, one) => sum + (inOwnCurrency(money, one.sum, one.currency) ?? 0), 0),
        ),
      ),
    });
    return {
      text: `${capitalize(counted(all.count, OPEN))} ${all.count === 1 ? 'is' : 'are'} worth **${worthInWords(context, amountsOf(all, 'sum'))}**${inAll && `, ${inAll}`}; weighted by probability **${worthInWords(context, amountsOf(all, 'weighted'))}**.${fullest(context, groups, rows)}`,
      cards: [table, ...chart],
      isAnswer: true,
      facts: { rows: rows.map(({ cells }) => cells) },
    };
  },
});

const hasEmpty = ({
  where,
  anyOf,
  text,
}: {
  where?: unknown[] | undefined;
  anyOf?: unknown[] | undefined;
  text?: string | undefined;
}) => Boolean(where?.length || anyOf?.length || text);

/** Money of a group, an amount for each currency. */
function amountsOf({ totals }: Pick<TotalsGroup, 'totals'>, measure: 'sum' | 'weighted') {
  return totals.map(({ sum, weightedSum = 0, currency }) => ({
    amountMinor: Math.round(measure === 'sum' ? sum : weightedSum),
    currency,
  }));
}

/** The stages of a table by stage, so that those without a deal are in it. */
async function openStages(
  context: ToolContext,
  by: GroupField,
  pipelineId: string | undefined,
): Promise<string[]> {
  if (!by.order) return [];
  const pipelines = await allPipelines(context);
  return pipelines
    .filter(({ id, isDefault }) => (pipelineId ? id === pipelineId : isDefault))
    .flatMap(({ stages }) => stages.filter(({ kind }) => kind === 'open').map(({ id }) => id));
}

interface Row {
  key: unknown;
  totals: TotalsGroup['totals'];
  cells: { group: string; count: string; sum: string; weighted: string };
}

async function rowsOf(
  context: ToolContext,
  by: GroupField,
  groups: readonly TotalsGroup[],
  also: readonly string[],
): Promise<Row[]> {
  const found = new Map<unknown, Pick<TotalsGroup, 'count' | 'totals'>>(
    groups.map((group) => [group.key[by.key], group]),
  );
  for (const key of also) if (!found.has(key)) found.set(key, { count: 0, totals: [] });
  const place = (key: unknown) => by.order?.indexOf(String(key)) ?? 0;
  const ordered = [...found].toSorted(([a], [b]) => place(a) - place(b));
  const names = await by.words(ordered.map(([key]) => key));
  return ordered.map(([key, group], at) => ({
    key,
    totals: group.totals,
    cells: {
      group: names[at] ?? '',
      count: String(group.count),
      sum: worthInWords(context, amountsOf(group, 'sum')),
      weighted: worthInWords(context, amountsOf(group, 'weighted')),
    },
  }));
}

/** Which group has the most, where the groups are in an order of their own. */
function fullest(context: ToolContext, groups: readonly TotalsGroup[], rows: readonly Row[]): string {
  const own = ({ totals }: TotalsGroup) =>
    totals.find(({ currency }) => currency === context.currency)?.sum ?? 0;
  const isOneCurrency = groups.every(({ totals }) =>
    totals.every(({ currency }) => currency === context.currency),
  );
  const [first] = groups.toSorted((a, b) => own(b) - own(a));
  const row = rows.find(({ key }) => first && Object.values(first.key).includes(key as string));
  return row && isOneCurrency && groups.length > 1 && first && own(first) > 0
    ? ` The most is with ${row.cells.group}: ${row.cells.sum} in ${counted(first.count, Opportunity.label)}.`
    : '';
}
