import { expect, it } from 'vitest';
import { endOfSentences, spoken } from './sentences.ts';

it('waits for the end of a sentence', () => {
  expect(endOfSentences('Two deals close', 0, false)).toBe(0);
  expect(endOfSentences('Two deals close. The', 0, false)).toBe('Two deals close. '.length);
});

it('does not take the point of an amount for an end', () => {
  expect(endOfSentences('Worth €1.5k in', 0, false)).toBe(0);
});

it('takes the rest when the answer is complete', () => {
  expect(endOfSentences('Done. And more', 6, true)).toBe(14);
});

it('speaks words, not marks', () => {
  expect(spoken('**Jane** at [Northwind](https://x.example)\n- `ok`')).toBe('Jane at Northwind - ok');
});
