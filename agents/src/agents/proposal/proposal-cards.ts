import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { moneyOnPaper, type PaperRow, type ProposalFigures } from '../../proposals/proposal-figures.ts';
import { paperOf } from '../../proposals/proposal-paper.ts';
import type { Card, TableCard } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { recordCard } from '../../tools/present.ts';

/** A proposal in an answer: its facts, and its lines with what they come to. */
export async function proposalCards(
  context: ToolContext,
  proposal: ProposalRecord,
  options: Parameters<typeof recordCard>[3] = {},
): Promise<Card[]> {
  const paper = await paperOf(context.crm, proposal);
  return [
    await recordCard(context, Proposal, proposal, options),
    linesTable(`${Proposal.titleOf(proposal)}: ${paper.title}`, paper, paper.taxName),
  ];
}

/** The lines as a table, what is taken off and added under them. */
export function linesTable(title: string, figures: ProposalFigures, taxName: string): TableCard {
  const { rows, options, totals, hasDiscounts, hasTax } = figures;
  const [, ...more] = totals;
  const between = more.filter(({ isTotal }) => !isTotal);
  const total = totals.find(({ isTotal }) => isTotal);
  const cells = ({ text, quantity, price, discount, tax, amount }: PaperRow) => ({
    text,
    quantity,
    price,
    ...(hasDiscounts && { discount }),
    ...(hasTax && { tax }),
    amount,
  });
  const right = (key: string, label: string) => ({ key, label, align: 'right' as const });
  return {
    type: 'table',
    title,
    columns: [
      { key: 'text', label: 'Line' },
      right('quantity', 'Quantity'),
      right('price', 'Price'),
      ...(hasDiscounts ? [right('discount', 'Discount')] : []),
      ...(hasTax ? [right('tax', taxName)] : []),
      right('amount', 'Amount'),
    ],
    rows: [
      ...rows.map((row) => ({ cells: cells(row) })),
      ...options.map((row) => ({
        cells: { ...cells(row), text: `${row.text} (optional, not in the total)` },
      })),
      ...between.map(({ label, amount }) => ({ cells: { text: label, amount } })),
    ],
    count: rows.length + options.length,
    ...(total && { total: { label: total.label, value: total.amount } }),
  };
}

/** "$1,285.20", as the proposal has it. */
export const totalInWords = (
  { totalMinor, currency }: Pick<ProposalRecord, 'totalMinor' | 'currency'>,
  { locale, currency: own }: Pick<ToolContext, 'locale' | 'currency'>,
): string => moneyOnPaper(totalMinor, currency ?? own, locale);
