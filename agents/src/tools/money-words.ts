import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { hasOwnCurrency, inOwnCurrency, withoutAmounts } from '@clianta/crm-core/entity/money';
import type { ToolContext } from '../tool.ts';
import { counted, formatMoney, listed } from './format.ts';

/** What amounts come to, each currency by itself: "$12,000 + ¥500,000". */
export function worthInWords(
  context: ToolContext,
  amounts: ReadonlyArray<{ amountMinor?: number | null | undefined; currency?: string | null | undefined }>,
): string {
  const sums = new Map<string, number>();
  for (const { amountMinor, currency } of amounts) {
    const code = currency ?? context.currency;
    sums.set(code, (sums.get(code) ?? 0) + (amountMinor ?? 0));
  }
  const parts = [...sums].filter(([, sum]) => sum > 0).map(([code, sum]) => formatMoney(sum, code, context));
  return parts.join(' + ') || formatMoney(0, context.currency, context);
}

type Amounts = ReadonlyArray<{ amountMinor: number; currency?: string | undefined }>;

/**
 * What amounts in several currencies come to in that of the workspace, by its rates, to follow them. Empty for one
 * currency, and where there is no rate at all.
 */
export async function inAllInWords(context: ToolContext, amounts: Amounts): Promise<string> {
  const codes = new Set(amounts.map(({ currency }) => currency ?? context.currency));
  if (codes.size < 2) return '';
  const money = await context.crm.moneyOf(context.scope.workspaceId);
  const own = amounts.map(({ amountMinor, currency }) => inOwnCurrency(money, amountMinor, currency));
  const known = own.flatMap((minor) => minor ?? []);
  const lacking = [...codes].filter((code) => inOwnCurrency(money, 1, code) === undefined);
  if (lacking.length > codes.size - 2) return '';
  const sum = formatMoney(
    Math.round(known.reduce((total, one) => total + one, 0)),
    context.currency,
    context,
  );
  const without = lacking.length > 0 ? `, without ${listed(lacking)}, for which there is no rate` : '';
  return `about ${sum} in all at the workspace’s rates${without}`;
}

/**
 * How amounts in several currencies were compared, to follow an answer: by the workspace's rates, and what was left out
 * for the want of one. Empty where there was nothing to compare.
 *
 * @param sort - the stored field that the list is ordered by, with or without "-"
 */
export async function comparedInWords(
  context: ToolContext,
  entity: Entity,
  filter: Filter,
  sort: string | undefined,
): Promise<string> {
  const isSorted = sort !== undefined && hasOwnCurrency(entity, sort.replace(/^-/, ''));
  const asked = withoutAmounts(entity, filter) ?? (isSorted ? filter : undefined);
  if (!asked) return '';
  const { rates } = await context.crm.facts(context.scope.workspaceId);
  const service = context.crm.records(entity);
  const [leftOut, converted] = await Promise.all([
    service.notCompared(context.scope, asked),
    rates.length === 0
      ? 0
      : service.count(context.scope, {
          ...filter,
          where: [
            ...(filter.where ?? []),
            { field: 'currency', op: 'in', value: rates.map(({ currency }) => currency) },
          ],
        }),
  ]);
  const parts: string[] = [];
  if (converted > 0)
    parts.push(
      ` Amounts in other currencies were compared in ${context.currency}, at the workspace’s rates.`,
    );
  if (leftOut.length > 0) {
    const all = leftOut.reduce((sum, { count }) => sum + count, 0);
    const codes = listed(leftOut.map(({ currency }) => currency));
    parts.push(
      ` ${counted(all, entity.label)} in ${codes} ${all === 1 ? 'was' : 'were'} not compared: there is no rate to ${context.currency}.`,
    );
  }
  return parts.join('');
}
