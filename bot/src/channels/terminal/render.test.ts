import { expect, it } from 'vitest';
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
