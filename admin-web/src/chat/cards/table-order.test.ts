import { expect, it } from 'vitest';
import { sorted } from './table-order.ts';

const order = (texts: string[], isDescending = false) =>
  sorted(
    texts.map((text) => ({ cells: { a: text } })),
    { key: 'a', isDescending },
  ).map(({ cells }) => cells.a);

it('sorts amounts by size', () => {
  expect(order(['$9,500', '$12,000', '$800.50'])).toEqual(['$800.50', '$9,500', '$12,000']);
  expect(order(['1.250,50 €', '900 €'])).toEqual(['900 €', '1.250,50 €']);
  expect(order(['35%', '4%'], true)).toEqual(['35%', '4%']);
});

it('sorts days by time', () => {
  expect(order(['Dec 3, 2026', 'Jan 12, 2026', 'Feb 1, 2027'])).toEqual([
    'Jan 12, 2026',
    'Dec 3, 2026',
    'Feb 1, 2027',
  ]);
});

it('sorts words as people do, and what is empty last either way', () => {
  expect(order(['zoe', 'Ada', '', 'Deal 10', 'Deal 9'])).toEqual(['Ada', 'Deal 9', 'Deal 10', 'zoe', '']);
  expect(order(['', 'Ada', 'zoe'], true)).toEqual(['zoe', 'Ada', '']);
});
