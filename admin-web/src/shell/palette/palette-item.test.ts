import { expect, it } from 'vitest';
import { matching } from './palette-item.ts';

const item = (title: string, detail?: string) => ({
  id: title,
  group: 'Go to',
  title,
  detail,
  run: () => {},
});
const items = [
  item('Inbox'),
  { ...item('Settings'), words: 'budgets' },
  item('Where I am told', 'Notices and quiet hours'),
];
const titles = (text: string) => matching(items, text).map(({ title }) => title);

it('finds by the beginnings of words, in whatever order and case, also in what is said beside', () => {
  expect(titles('')).toHaveLength(3);
  expect(titles('INB')).toEqual(['Inbox']);
  expect(titles('hours qui')).toEqual(['Where I am told']);
  expect(titles('nbox')).toEqual([]);
  expect(titles('budget')).toEqual(['Settings']);
});
