/** The end of a sentence: its mark, with closing quotes, before white space; or the end of a line. */
const END = /[.!?…]["')\]*_]*\s|\n/g;

/**
 * How much of a growing answer is worth speaking: whole sentences.
 *
 * @param from - where the part not yet spoken begins
 * @param isDone - whether the text is complete, so that its rest is a sentence too
 * @returns where the last whole sentence ends; `from` if there is none yet
 */
export function endOfSentences(text: string, from: number, isDone: boolean): number {
  if (isDone) return text.length;
  let end = from;
  for (const match of text.slice(from).matchAll(END)) end = from + match.index + match[0].length;
  return end;
}

/** Markdown's marks are not for ears. */
export function spoken(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`#>|~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
