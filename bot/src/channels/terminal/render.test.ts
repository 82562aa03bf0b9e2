import { describe, expect, it } from 'vitest';
import { renderReply } from './render.ts';

const plain = { hasColor: false };

it('draws a table with aligned numbers, the total and what is left out', () => {
  const text = renderReply(
    {
      text: 'I found **3 deals**.',
      cards: [
        {
          type: 'table',
          title: 'Deals',
          columns: [
            { key: 'a', label: 'Title' },
            { key: 'b', label: 'Amount', align: 'right' },
          ],
          rows: [{ cells: { a: 'One', b: '$5' } }, { cells: { a: 'A longer one', b: '$12,000' } }],
          count: 3,
          total: { label: 'Total', value: '$12,005' },
        },
      ],
    },
    plain,
  );
  expect(text).toBe(
    [
      'I found 3 deals.',
      '',
      'Deals (2 of 3 shown)',
      'Title          Amount',
      '────────────  ───────',
      'One                $5',
      'A longer one  $12,000',
      'Total: $12,005',
    ].join('\n'),
  );
});

describe('a table in a narrow terminal', () => {
  const card = {
    type: 'table' as const,
    title: 'Deals',
    columns: [
      { key: 'title', label: 'Title' },
      { key: 'company', label: 'Company' },
      { key: 'amount', label: 'Amount', align: 'right' as const },
    ],
    rows: [
      {
        cells: { title: 'Kestrel Avionics hardware pilot', company: 'Kestrel Avionics', amount: '$114,000' },
      },
      { cells: { title: 'Maple renewal', company: '', amount: '$61,000' } },
    ],
    count: 2,
  };
  const drawn = (width: number) => renderReply({ text: '', cards: [card] }, { ...plain, width }).split('\n');

  it('is as wide as the terminal: long text is cut, amounts are not', () => {
    const lines = drawn(52);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(52);
    expect(lines[3]).toBe('Kestrel Avionics hardwa…  Kestrel Avionics  $114,000');
  });

  it('becomes two lines a row where columns have no room', () => {
    expect(drawn(30)).toEqual([
      'Deals',
      'Kestrel Avionics hardware pilot',
      '  Kestrel Avionics · $114,000',
      'Maple renewal',
      '  $61,000',
    ]);
  });

  it('has all its width where nobody says how wide it may be', () => {
    expect(renderReply({ text: '', cards: [card] }, plain)).toContain(
      'Kestrel Avionics hardware pilot  Kestrel',
    );
  });
});

it('asks for the number where many records are touched', () => {
  const card = {
    type: 'approval' as const,
    approvalId: 'x',
    title: 'Delete 250 contacts',
    count: 250,
    sample: [{ title: 'Ada' }],
    changes: [],
    expiresAt: '',
    status: 'pending' as const,
  };
  expect(renderReply({ text: '', cards: [{ ...card, typedCount: 250 }] }, plain)).toContain('yes 250');
  expect(renderReply({ text: '', cards: [card] }, plain)).toContain('… and 249 more');
});

it('lets stored text not steer the terminal', () => {
  expect(renderReply({ text: 'a\u001b[2Jb', cards: [] }, plain)).toBe('a[2Jb');
});

describe('a chart', () => {
  const card = {
    type: 'chart' as const,
    kind: 'pie' as const,
    title: 'Deals by stage',
    categories: ['Discovery', 'Proposal', 'A stage with a very long name'],
    series: [{ label: 'Amount', values: [50, 100, 0], words: ['$50,000', '$100,000', '$0'] }],
  };
  const drawn = (width?: number) =>
    renderReply({ text: '', cards: [card] }, { ...plain, width })
      .split('\n')
      .slice(1);

  it('has bars as long as its figures, each with its figure', () => {
    const [first = '', second = '', none = ''] = drawn();
    const blocks = (line: string) => line.match(/█/g)?.length ?? 0;
    expect(blocks(second)).toBe(blocks(first) * 2);
    expect(first).toMatch(/Discovery .*█+ \$50,000$/);
    expect(none).toMatch(/ ▏ \$0$/);
  });

  it.each([40, 60, 120])('is within %i columns', (width) => {
    for (const line of drawn(width)) expect(line.length).toBeLessThanOrEqual(width);
  });
});

it('asks a form in words', () => {
  const fields = [
    { name: 'name', label: 'Name', kind: 'text' as const, isRequired: true },
    { name: 'kind', label: 'Kind', kind: 'choice' as const, options: [{ label: 'Lead', value: 'lead' }] },
  ];
  const form = { type: 'form' as const, tool: 'create_contact', title: 'New contact', fields, submit: 'Add' };
  expect(renderReply({ text: '', cards: [form] }, plain).split('\n')).toEqual([
    'New contact',
    '  • Name (needed)',
    '  ◦ Kind  Lead',
    'Say these in a sentence.',
  ]);
});
