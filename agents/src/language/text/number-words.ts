const ONES =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';

const tens: ReadonlyArray<readonly [string, number]> = TENS.split(' ').map((word, at) => [
  word,
  20 + 10 * at,
]);

/** Whole numbers that are said in one word: "four", "fifty". */
export const numberWords: ReadonlyMap<string, number> = new Map([
  ...ONES.split(' ').map((word, at) => [word, at + 1] as const),
  ...tens,
]);

const ONE_WORD = [...numberWords.keys()].join('|');
/** "fifty", "twenty-five", "two hundred", in words. */
export const SPOKEN_NUMBER = `(?:a|${ONE_WORD})(?:[- ](?:${ONE_WORD}))?(?: hundred)?|half a`;

/** What "twenty-five", "two hundred" or "half a" come to. */
export function spokenNumber(text: string): number {
  if (text === 'half a') return 0.5;
  const words = text.split(/[- ]/).filter((word) => word !== 'hundred');
  const value = words.reduce((sum, word) => sum + (word === 'a' ? 1 : (numberWords.get(word) ?? 0)), 0);
  return / hundred$/.test(text) ? value * 100 : value;
}
