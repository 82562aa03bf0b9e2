/** Of one text. https://developers.notion.com/reference/request-limits */
const MOST_LETTERS = 2_000;
/** Of one request. */
const MOST_BLOCKS = 100;

export const richText = (text: string) =>
  (text.match(new RegExp(`[\\s\\S]{1,${MOST_LETTERS}}`, 'g')) ?? [])
    .slice(0, MOST_BLOCKS)
    .map((content) => ({ type: 'text', text: { content } }));

/** A paragraph for each line. */
export const paragraphs = (lines: readonly string[]) =>
  lines.map((line) => ({ object: 'block', type: 'paragraph', paragraph: { rich_text: richText(line) } }));

/** By portions that one request takes. */
export function inPortions<T>(all: readonly T[], most = MOST_BLOCKS): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, at) =>
    all.slice(at * most, (at + 1) * most),
  );
}
