import type { ProposalLine } from '@clianta/crm-core/crm/proposal/proposal-line.schema';
import { type Priced, proposalTotals } from '@clianta/crm-core/crm/proposal/proposal-totals';

export interface PaperRow {
  text: string;
  quantity: string;
  price: string;
  /** Empty where nothing is taken off. */
  discount: string;
  tax: string;
  amount: string;
}

/** What is offered, and what it comes to, in the figures that are printed. */
export interface ProposalFigures {
  rows: PaperRow[];
  /** Offered as well, not part of the total. */
  options: PaperRow[];
  /** Whether any row has one. */
  hasDiscounts: boolean;
  hasTax: boolean;
  totals: Array<{ label: string; amount: string; isTotal?: boolean }>;
  /** What is to be known of the prices: "Prices include VAT." */
  note?: string;
}

/** How figures are written. */
interface Written {
  /** ISO 4217. */
  currency: string;
  /** BCP 47. */
  locale: string;
  /** "VAT". */
  taxName: string;
}

export function figuresOf(priced: Priced, { currency, locale, taxName }: Written): ProposalFigures {
  const { lines, taxIncluded, discount } = priced;
  const money = (minor: number) => moneyOnPaper(minor, currency, locale);
  const percent = (share: number) => percentOnPaper(share, locale);
  const totals = proposalTotals(priced);
  const rowOf = (
    { text, quantity, unitMinor, discount: off, taxRate }: ProposalLine,
    at: number,
  ): PaperRow => ({
    text,
    quantity: new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(quantity),
    price: money(unitMinor),
    discount: off ? percent(-off) : '',
    tax: taxRate ? percent(taxRate) : '',
    amount: money(totals.lines[at] ?? 0),
  });
  const rows = lines.map((line, at) => ({ isOptional: line.isOptional ?? false, row: rowOf(line, at) }));
  const taxes = totals.taxes.filter(({ rate }) => rate > 0);
  const off = totals.discountMinor;
  return {
    rows: rows.flatMap(({ row, isOptional }) => (isOptional ? [] : [row])),
    options: rows.flatMap(({ row, isOptional }) => (isOptional ? [row] : [])),
    hasDiscounts: lines.some((line) => line.discount),
    hasTax: lines.some((line) => line.taxRate),
    totals: [
      { label: 'Subtotal', amount: money(totals.subtotalMinor) },
      ...(off
        ? [{ label: discount ? `Discount ${percent(discount)}` : 'Discount', amount: money(-off) }]
        : []),
      ...(taxIncluded
        ? []
        : taxes.map(({ rate, netMinor, taxMinor }) => ({
            label: `${taxName} ${percent(rate)} on ${money(netMinor)}`,
            amount: money(taxMinor),
          }))),
      { label: 'Total', amount: money(totals.totalMinor), isTotal: true },
      ...(taxIncluded
        ? taxes.map(({ rate, netMinor, taxMinor }) => ({
            label: `of which ${taxName} ${percent(rate)} on ${money(netMinor)} net`,
            amount: money(taxMinor),
          }))
        : []),
    ],
    ...(taxIncluded && { note: `Prices include ${taxName}.` }),
  };
}

/** "$1,200.00": with all decimals, also where they are zero. */
export function moneyOnPaper(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  // -0 is written as "-0"
  return format.format(minor === 0 ? 0 : minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** "19%", "8.875%". */
export const percentOnPaper = (share: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 }).format(share);
