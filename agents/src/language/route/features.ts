import { classOf } from './word-classes.ts';

const PRIME = 0x01000193;

/** FNV-1a with a last mixing, as an unsigned 32-bit number. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * What the router sees of a sentence: its words one to three at a time and with a gap, the same in classes of words, and
 * runs of three to five letters, each as a hash. One that occurs twice counts once.
 *
 * @param words - as `mask` gives them
 */
export function featuresOf(words: readonly string[]): Uint32Array {
  const found = new Set<number>();
  const classes = words.map((word) => classOf.get(word) ?? word);
  ngrams(words, 1, found);
  if (classes.some((word, index) => word !== words[index])) ngrams(classes, 2, found);
  for (const word of words) if (!word.startsWith('<')) letters(word, found);
  return Uint32Array.from(found);
}

function ngrams(words: readonly string[], seed: number, found: Set<number>): void {
  const padded = ['^', ...words, '$'];
  for (let index = 0; index < padded.length; index++) {
    const [one, two, three, four] = padded.slice(index, index + 4);
    found.add(hash(`${one}`, seed));
    if (two !== undefined) found.add(hash(`${one} ${two}`, seed));
    if (three !== undefined) {
      found.add(hash(`${one} ${two} ${three}`, seed));
      found.add(hash(`${one} _ ${three}`, seed));
    }
    if (four !== undefined) found.add(hash(`${one} _ _ ${four}`, seed));
  }
}

function letters(word: string, found: Set<number>): void {
  const padded = `^${word}$`;
  for (let size = 3; size <= 5; size++)
    for (let start = 0; start + size <= padded.length; start++)
      found.add(hash(padded.slice(start, start + size), 3));
}
