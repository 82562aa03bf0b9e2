import { expect, it } from 'vitest';
import { nextCard } from './next-card.ts';

const columns = [['a', 'b', 'c'], [], ['d'], ['e', 'f']];

it('goes up and down within a column, and not past its ends', () => {
  expect(nextCard(columns, 'a', 'down')).toBe('b');
  expect(nextCard(columns, 'c', 'up')).toBe('b');
  expect(nextCard(columns, 'a', 'up')).toBeUndefined();
  expect(nextCard(columns, 'c', 'down')).toBeUndefined();
  expect(nextCard(columns, 'b', 'first')).toBe('a');
  expect(nextCard(columns, 'b', 'last')).toBe('c');
});

it('goes to the next column that has cards, as far down as it can', () => {
  expect(nextCard(columns, 'c', 'right')).toBe('d');
  expect(nextCard(columns, 'd', 'left')).toBe('a');
  expect(nextCard(columns, 'f', 'left')).toBe('d');
  expect(nextCard(columns, 'd', 'right')).toBe('e');
  expect(nextCard(columns, 'e', 'right')).toBeUndefined();
  expect(nextCard(columns, 'a', 'left')).toBeUndefined();
});
