/** About what a letter takes in a chart, in CSS pixels. */
const LETTER_PX = 6.6;
/** Figures stand out, and are wider for it. */
const DIGIT_PX = 8;

const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length));

/** About how wide the widest of these names is. */
export const lettersPx = (texts: readonly string[]): number => longest(texts) * LETTER_PX;

/** About how wide the widest of these figures is. */
export const figuresPx = (words: readonly string[]): number => longest(words) * DIGIT_PX;

/** A name as long as there is room for it. */
export function cut(text: string, px: number): string {
  const most = Math.max(3, Math.floor(px / LETTER_PX));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
