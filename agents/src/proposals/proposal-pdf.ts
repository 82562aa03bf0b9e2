import type { PdfNode, PdfTableLayout } from 'pdfmake';
import { makePdf } from '../charts/make-pdf.ts';
import { INK, PAGE_WIDTH, pdfDocument } from '../charts/pdf-document.ts';
import type { PaperRow } from './proposal-figures.ts';
import type { ProposalPaper } from './proposal-paper.ts';

const HALF = (PAGE_WIDTH - 40) / 2;

/** A proposal on paper, as a customer gets it. */
export function proposalPdf(paper: ProposalPaper): Promise<Uint8Array> {
  const { seller, number, revision, title } = paper;
  const foot = [seller.name, ...paper.foot].join(' · ');
  return makePdf(
    pdfDocument({ title: `${number} ${title}`, author: seller.name, foot }, [
      headOf(paper),
      rule(16),
      { columns: [addressee(paper), facts(paper)], columnGap: 24, margin: [0, 0, 0, 22] },
      { text: title, style: 'title' },
      ...(revision ? [{ text: `${revision}. It replaces what was offered before.`, color: INK.quiet }] : []),
      ...(paper.intro ? [{ text: paper.intro, margin: [0, 4, 0, 0], lineHeight: 1.25 } as PdfNode] : []),
      ...(paper.rows.length > 0 ? [linesOf(paper, paper.rows)] : []),
      totalsOf(paper),
      ...(paper.options.length > 0
        ? [
            heading('Optional'),
            quiet('Not part of the total; tell us what you would like.'),
            linesOf(paper, paper.options),
          ]
        : []),
      ...(paper.terms ? [termsOf(paper.terms)] : []),
      acceptance(paper),
    ]),
  );
}

function headOf({ seller, number, revision }: ProposalPaper): PdfNode {
  return {
    columns: [
      {
        width: '*',
        stack: [{ text: seller.name, bold: true, fontSize: 15, color: INK.mark }, ...seller.lines.map(quiet)],
      },
      {
        width: 'auto',
        alignment: 'right',
        stack: [
          { text: 'Proposal', fontSize: 15, bold: true },
          { text: number, fontSize: 11 },
          ...(revision ? [quiet(revision)] : []),
        ],
      },
    ],
    margin: [0, 0, 0, 12],
  };
}

const addressee = ({ customer }: ProposalPaper): PdfNode => ({
  width: '*',
  stack: [
    { text: 'For', fontSize: 8, color: INK.quiet },
    { text: customer.name || '—', bold: true, fontSize: 11 },
    ...customer.lines.map((text): PdfNode => ({ text })),
  ],
});

function facts({ day, validUntil, by }: ProposalPaper): PdfNode {
  const rows = [
    ['Date', day],
    ['Valid until', validUntil],
    ['Prepared by', by ?? ''],
  ].filter(([, value]) => value !== '');
  return {
    width: 'auto',
    layout: 'noBorders',
    table: {
      widths: ['auto', 'auto'],
      body: rows.map(([label = '', value = '']) => [
        { text: label, color: INK.quiet },
        { text: value, alignment: 'right' },
      ]),
    },
  };
}

/** A quiet table: lines between rows, none at the sides, figures at the right edge. */
const LINES: PdfTableLayout = {
  hLineWidth: (at, { table }) => (at === 0 ? 0 : at === 1 || at === table.body.length ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: () => INK.rule,
  paddingLeft: (at) => (at === 0 ? 0 : 6),
  paddingRight: (at, { table }) => (at === table.widths.length - 1 ? 0 : 6),
  paddingTop: () => 6,
  paddingBottom: () => 6,
};

interface Column {
  label: string;
  width: string;
  of(row: PaperRow): string;
}

function linesOf({ hasDiscounts, hasTax, taxName }: ProposalPaper, rows: readonly PaperRow[]): PdfNode {
  const columns: Column[] = [
    { label: 'Description', width: '*', of: ({ text }) => text },
    { label: 'Quantity', width: 'auto', of: ({ quantity }) => quantity },
    { label: 'Unit price', width: 'auto', of: ({ price }) => price },
    ...(hasDiscounts ? [{ label: 'Discount', width: 'auto', of: ({ discount }: PaperRow) => discount }] : []),
    ...(hasTax ? [{ label: taxName, width: 'auto', of: ({ tax }: PaperRow) => tax }] : []),
    { label: 'Amount', width: 'auto', of: ({ amount }) => amount },
  ];
  const cell = (text: string, at: number, more: object): PdfNode => ({
    text,
    alignment: at === 0 ? 'left' : 'right',
    ...(at > 0 && { noWrap: true }),
    ...more,
  });
  return {
    margin: [0, 14, 0, 0],
    layout: LINES,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => width),
      body: [
        columns.map(({ label }, at) => cell(label, at, { fontSize: 8, color: INK.quiet })),
        ...rows.map((row) => columns.map(({ of }, at) => cell(of(row), at, {}))),
      ],
    },
  };
}

function totalsOf({ totals, note }: ProposalPaper): PdfNode {
  return {
    unbreakable: true,
    margin: [0, 10, 0, 0],
    stack: [
      {
        columns: [
          { width: '*', text: '' },
          {
            width: 'auto',
            layout: 'noBorders',
            table: {
              widths: ['auto', 'auto'],
              body: totals.map(totalRow),
            },
          },
        ],
      },
      ...(note
        ? [{ text: note, alignment: 'right', fontSize: 8, color: INK.quiet, margin: [0, 4, 2, 0] } as PdfNode]
        : []),
    ],
  };
}

function totalRow({ label, amount, isTotal = false }: ProposalPaper['totals'][number]): PdfNode[] {
  const above = isTotal ? 4 : 0;
  const look = isTotal ? { bold: true, fontSize: 12 } : {};
  return [
    {
      text: label,
      alignment: 'right',
      margin: [0, above, 0, above / 2],
      ...(isTotal ? look : { color: INK.quiet }),
    },
    { text: amount, alignment: 'right', noWrap: true, margin: [14, above, 0, above / 2], ...look },
  ];
}

function acceptance({ validUntil, customer }: ProposalPaper): PdfNode {
  const place = (label: string): PdfNode => ({
    width: '*',
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: HALF, y2: 0, lineWidth: 0.6, lineColor: INK.quiet }] },
      { text: label, fontSize: 8, color: INK.quiet, margin: [0, 3, 0, 0] },
    ],
  });
  return {
    unbreakable: true,
    stack: [
      heading('Acceptance'),
      {
        text: `${customer.name ? `For ${customer.name}: we` : 'We'} accept this proposal as it stands here${validUntil ? `. It is valid until ${validUntil}` : ''}.`,
      },
      {
        columns: [place('Name, position'), place('Place, date, signature')],
        columnGap: 40,
        margin: [0, 44, 0, 0],
      },
    ],
  };
}

/** A page break leaves no heading alone; long terms may be broken. */
const LONG_TERMS = 1_200;

const termsOf = (terms: string): PdfNode => ({
  unbreakable: terms.length < LONG_TERMS,
  stack: [heading('Terms'), { text: terms, lineHeight: 1.25 }],
});

const heading = (text: string): PdfNode => ({ text, bold: true, fontSize: 11, margin: [0, 24, 0, 4] });

function quiet(text: string): PdfNode {
  return { text, fontSize: 9, color: INK.quiet };
}

const rule = (below: number): PdfNode => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: PAGE_WIDTH, y2: 0, lineWidth: 1, lineColor: INK.rule }],
  margin: [0, 0, 0, below],
});
