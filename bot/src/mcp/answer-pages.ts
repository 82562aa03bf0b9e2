/** The most characters of one answer: what a model is handed at once. */
export const MOST_CHARACTERS = 25_000;
/** Room for the sentence that says how to go on. */
const ROOM = 200;

/** A long text in parts, cut between lines where there are any. */
function pagesOf(text: string, most: number): string[] {
  const pages: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const line = rest.lastIndexOf('\n', most);
    const word = rest.lastIndexOf(' ', most);
    // half a pair of UTF-16 units is no character
    const hard = /[\uD800-\uDBFF]/.test(rest.charAt(most - 1)) ? most - 1 : most;
    const at = line > most / 2 ? line : word > most / 2 ? word : hard;
    pages.push(rest.slice(0, at));
    rest = rest.slice(at).replace(/^\s/, '');
  }
  return [...pages, rest];
}

/**
 * One part of an answer, with how to get the next one.
 *
 * @param page - from 1
 * @param canGoOn - the call can be made again for the next part: it only reads
 */
export function answerPage(text: string, page: number, canGoOn: boolean): string {
  if (text.length <= MOST_CHARACTERS && page === 1) return text;
  const pages = pagesOf(text, MOST_CHARACTERS - ROOM);
  const part = pages[page - 1];
  if (part === undefined)
    return `There is no part ${page}: the answer has ${pages.length}. Ask for one of them with "answer_page".`;
  if (page === pages.length) return part;
  const on = canGoOn
    ? `Call it again with "answer_page": ${page + 1} for more, or narrow it down.`
    : 'It was done; the rest of the answer stands in Clianta.';
  return `${part}\n\n(Part ${page} of ${pages.length}. ${on})`;
}
