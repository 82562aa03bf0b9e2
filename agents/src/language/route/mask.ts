import { plainWords } from '../text/plain-words.ts';
import { dateWord } from './date-word.ts';
import { guessSpans } from './guess-spans.ts';

/** A stretch of a sentence that is known to be something: `type` becomes its word, `person` as `<person>`. */
export interface MaskSpan {
  /** Index of its first character. */
  start: number;
  /** Index after its last character. */
  end: number;
  type: string;
}

/**
 * What stands for its type alone. Other types (fields, stages, options, nouns, operations) stay in their own words: they
 * tell the tools apart better than their type does.
 */
const MASKED = new Set(
  'person org deal task ticket name email phone link money percent number date time duration quote vendor agent'.split(
    ' ',
  ),
);
const WORD = /<[a-z]+>|['’]s\b|\p{L}+(?:['’]\p{L}+)*|\d+|[?!:%€$£#@→]|->/gu;

/**
 * A sentence as the router reads it: lower-cased words, what was recognised replaced by the word of its type.
 *
 * @param spans - what was recognised in the workspace; left out: what can be seen without one (a guess)
 */
export function mask(text: string, spans: readonly MaskSpan[] = guessSpans(text)): string[] {
  const chosen = [...spans]
    .filter(({ type }) => MASKED.has(type))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const words: string[] = [];
  let at = 0;
  for (const { start, end, type } of chosen) {
    if (start < at) continue;
    words.push(
      ...wordsOf(text.slice(at, start)),
      type === 'date' ? dateWord(text.slice(start, end)) : `<${type}>`,
    );
    at = end;
  }
  words.push(...wordsOf(text.slice(at)));
  return plainWords(words);
}

/** A possessive is a word of its own, so that the word before it is the one that is known. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().replaceAll('’', "'").match(WORD) ?? []).flatMap((word) =>
    word.length > 2 && word.endsWith("'s") ? [word.slice(0, -2), "'s"] : [word],
  );
}
