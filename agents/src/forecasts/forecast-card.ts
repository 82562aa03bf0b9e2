import { type Money, wholeUnits } from '@clianta/crm-core/entity/money';
import {
  type AmountsByCurrency,
  bestCaseOf,
  commitOf,
  type ForecastAmounts,
  inOwn,
  noAmounts,
} from '@clianta/crm-core/intelligence/forecast/forecast-amounts';
import type { Card, TableCard } from '../reply.schema.ts';
import type { ToolContext } from '../tool.ts';
import { chartBeside } from '../tools/chart-card.ts';
import { formatMoney } from '../tools/format.ts';
import { worthInWords } from '../tools/money-words.ts';

/** A part of a forecast in words, each currency by itself. */
export function forecastWorth(
  context: ToolContext,
  amounts: AmountsByCurrency,
  of: (amounts: ForecastAmounts) => number,
): string {
  return worthInWords(
    context,
    [...amounts].map(([currency, own]) => ({ amountMinor: of(own), currency })),
  );
}

const PARTS: ReadonlyArray<{ key: string; label: string; of(amounts: ForecastAmounts): number }> = [
  { key: 'won', label: 'Won', of: ({ won }) => won },
  { key: 'commit', label: 'Commit', of: commitOf },
  { key: 'best', label: 'Best case', of: bestCaseOf },
  { key: 'weighted', label: 'Weighted', of: ({ weighted }) => weighted },
  { key: 'slipped', label: 'Slipped', of: ({ slipped }) => slipped },
];

export interface ForecastRow {
  name: string;
  amounts: AmountsByCurrency;
}

interface ForecastTable {
  title: string;
  /** Of the groups. */
  label: string;
  isTime?: boolean;
  /** Without a picture. */
  isPlain?: boolean;
  money: Money;
}

/** A row for each group and each of its currencies, and a picture of the commits where there is enough to compare. */
export function forecastCards(
  context: ToolContext,
  { title, label, isTime = false, isPlain = false, money }: ForecastTable,
  groups: readonly ForecastRow[],
): Card[] {
  const table = forecastTable(context, title, label, groups);
  const isOneEach = table.rows.length === groups.length;
  const chart =
    isOneEach && !isPlain
      ? chartBeside(table, {
          kind: isTime ? 'column' : 'bar',
          category: 'group',
          figure: 'commit',
          values: groups.map(({ amounts }) => wholeUnits(money, Math.round(inOwn(money, amounts, commitOf)))),
        })
      : [];
  return [table, ...chart];
}

function forecastTable(
  context: ToolContext,
  title: string,
  label: string,
  groups: readonly ForecastRow[],
): TableCard {
  const rows = groups.flatMap(({ name, amounts }) => {
    const own = amounts.size > 0 ? [...amounts] : [[context.currency, noAmounts()] as const];
    return own.map(([currency, figures]) => ({
      group: name,
      currency,
      ...Object.fromEntries(PARTS.map(({ key, of }) => [key, formatMoney(of(figures), currency, context)])),
    }));
  });
  const isMixed = new Set(rows.map(({ currency }) => currency)).size > 1;
  return {
    type: 'table',
    title,
    columns: [
      { key: 'group', label },
      ...(isMixed ? [{ key: 'currency', label: 'Currency' }] : []),
      ...PARTS.map(({ key, label: part }) => ({ key, label: part, align: 'right' as const })),
    ],
    rows: rows.map(({ currency, ...cells }) => ({ cells: { ...cells, ...(isMixed && { currency }) } })),
    count: rows.length,
  };
}

/** The greatest commit first, in the workspace's currency; of the same, what is open. */
export const byCommit = (money: Money) => (a: ForecastRow, b: ForecastRow) =>
  inOwn(money, b.amounts, commitOf) - inOwn(money, a.amounts, commitOf) ||
  inOwn(money, b.amounts, ({ open }) => open) - inOwn(money, a.amounts, ({ open }) => open);
