import { expect, it } from 'vitest';
import { longQuoteEnd } from './long-quote.ts';
import { tokenise } from './tokenise.ts';

const quotesIn = (text: string) =>
  tokenise(text)
    .filter(({ kind }) => kind === 'quote')
    .map((token) => token.text.slice(1, -1));

it('a quotation may have lines, apostrophes and other quotations in it', () => {
  const letter = "Hi Jane,\n\nI've seen 'Budget 2026' and it's fine.\n\nSam";
  expect(quotesIn(`send her a mail saying '${letter}' and title it 'Re the budget'`)).toEqual([
    letter,
    'Re the budget',
  ]);
});

it('a plural with its mark closes no quotation', () => {
  expect(quotesIn("say 'the customers' wishes come first' to Jane")).toEqual([
    "the customers' wishes come first",
  ]);
});

it('a mark that is struck twice is not part of it', () => {
  expect(quotesIn("email Jane titled 'Budget' saying 'thanks, all fine!''")).toEqual([
    'Budget',
    'thanks, all fine!',
  ]);
  expect(quotesIn("email Jane saying 'see 'Budget''")).toEqual(["see 'Budget'"]);
});

it('an apostrophe opens none, and what is never closed is none', () => {
  const text = "it's Jane's deal";
  expect([...text].some((_, at) => longQuoteEnd(text, at) !== undefined)).toBe(false);
  expect(longQuoteEnd("write 'thanks for it", 6)).toBeUndefined();
});
