/** A quotation of more is none that anybody would close. */
const LONGEST = 4_000;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Where a quotation in single marks ends that has lines, other quotations or apostrophes in it: "saying 'Hi Jane,⏎I've seen
 * 'Budget'.⏎Sam' and title it …". Marks behind a blank open, marks before one close.
 *
 * @returns the offset behind its last mark; undefined where none begins there, or it is never closed
 */
export function longQuoteEnd(text: string, at: number): number | undefined {
  if (!opens(text, at)) return undefined;
  let depth = 0;
  let end: number | undefined;
  for (let place = at; place < Math.min(text.length, at + LONGEST); place++) {
    if (text[place] !== "'") continue;
    if (opens(text, place)) {
      // it was closed before, and this is the next one
      if (end !== undefined) return end;
      depth++;
    } else if (closes(text, place)) {
      // a mark that was struck twice
      if (depth === 0 && end === place) continue;
      depth = Math.max(0, depth - 1);
      // the plural's "customers'" closes nothing: what is closed once more was not over
      if (depth === 0) end = place + 1;
    }
  }
  return end;
}

const opens = (text: string, at: number): boolean =>
  text[at] === "'" && !/[\p{L}\p{N}.,!?]/u.test(text[at - 1] ?? ' ') && /\S/.test(text[at + 1] ?? ' ');

const closes = (text: string, at: number): boolean =>
  /\S/.test(text[at - 1] ?? ' ') && !LETTER.test(text[at + 1] ?? ' ');
