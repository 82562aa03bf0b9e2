import { foldLetters } from './search-text.ts';

/** Longest text that decides on the order; what comes after it hardly ever does. */
const MAX_TEXT = 80;
const DIGITS = 12;

/**
 * A text as people put it in order, for comparison by bytes: case and accents do not count, and numbers go by their
 * value, so that "item 9" comes before "Item 10". It is stored with the record, as an index of the database knows only
 * bytes and its collations would change what its other queries match.
 */
export function orderKey(text: string): string {
  return foldLetters(text.slice(0, MAX_TEXT))
    .trim()
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(DIGITS, '0'));
}
