/** Words that people run together with the one before or behind them. */
const SHORT = ['if', 'is', 'you', 'them', 'please'];
/** A shorter rest is too likely to be a part of another word. */
const LEAST = 4;

/**
 * "tomorrowif they are late", "can yousend it": words that nobody knows, as the two that they are made of.
 *
 * @param isKnown - whether a word, in small letters, is one that is understood
 */
export function withMissingSpaces(text: string, isKnown: (word: string) => boolean): string {
  // what stands in quotes is left as it was written
  return text.replace(
    /"[^"\n]*"|'[^'\n]{1,300}'(?!\p{L})|(?<![\p{L}\p{N}@._'’-])\p{Ll}{6,}(?![\p{L}\p{N}@_'’-])/gu,
    (word) => {
      if (/^["']/.test(word) || isKnown(word)) return word;
      for (const short of SHORT) {
        const before = word.slice(0, -short.length);
        const behind = word.slice(short.length);
        if (word.endsWith(short) && before.length >= LEAST && isKnown(before)) return `${before} ${short}`;
        if (word.startsWith(short) && behind.length >= LEAST && isKnown(behind)) return `${short} ${behind}`;
      }
      return word;
    },
  );
}
