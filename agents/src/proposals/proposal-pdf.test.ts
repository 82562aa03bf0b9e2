import { describe, expect, it } from 'vitest';
import type { ProposalPaper } from './proposal-paper.ts';
import { proposalPdf } from './proposal-pdf.ts';

const aPaper = (paper: Partial<ProposalPaper> = {}): ProposalPaper => ({
  seller: {
    name: 'Rivera & Co',
    lines: ['12 Harbour Street, Dublin', '+353 1 555 0142', 'hello@rivera.example'],
  },
  customer: {
    name: 'Acme Manufacturing GmbH',
    lines: ['Jonas Weber', 'Head of purchasing', 'Hamburg, Germany'],
  },
  taxName: 'VAT',
  foot: ['Tax number IE1234567T', 'IBAN IE12 BOFI 9000 0112 3456 78'],
  by: 'Lena Schmidt',
  locale: 'en-US',
  number: 'P12',
  revision: 'Revision 2',
  title: 'Acme seats, first year',
  day: '2 March 2026',
  validUntil: '1 April 2026',
  intro:
    'Thank you for the talk on Tuesday. As agreed, here is our proposal for the roll-out in Hamburg and Bremen.',
  terms:
    'Payable within 30 days, without deduction.\nSeats are billed yearly in advance. Prices hold for two years.',
  rows: [
    {
      text: 'Seats, first year',
      quantity: '40',
      price: '$30.00',
      discount: '-10%',
      tax: '19%',
      amount: '$1,080.00',
    },
    {
      text: 'Onboarding and training of the team on site, two days with two trainers, travel included',
      quantity: '2',
      price: '$1,200.00',
      discount: '',
      tax: '19%',
      amount: '$2,400.00',
    },
  ],
  options: [
    {
      text: 'Premium support',
      quantity: '12',
      price: '$99.00',
      discount: '',
      tax: '19%',
      amount: '$1,188.00',
    },
  ],
  hasDiscounts: true,
  hasTax: true,
  totals: [
    { label: 'Subtotal', amount: '$3,480.00' },
    { label: 'Discount 5%', amount: '-$174.00' },
    { label: 'VAT 19% on $3,306.00', amount: '$628.14' },
    { label: 'Total', amount: '$3,934.14', isTotal: true },
  ],
  ...paper,
});

describe('a proposal on paper', () => {
  it('is a PDF, also of a hundred lines', async () => {
    const [row] = aPaper().rows;
    const rows = Array.from(
      { length: 100 },
      (_, at) => ({ ...row, text: `Line ${at + 1}` }) as ProposalPaper['rows'][number],
    );
    const pdf = await proposalPdf(aPaper({ rows }));
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
  });
});
