const GAP = '  ';
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** What takes two places in a fixed-width block: emoji, and the scripts of East Asia. */
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;

const NARROW = /^[ -~]*$/;

/** How many places a text takes. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of letters.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? gap + text : text + gap;
}

/**
 * Rows as aligned lines; the first row is the head, with a rule under it.
 *
 * @returns the lines, and how wide the widest may be
 */
export function fixedWidth(
  rows: ReadonlyArray<readonly string[]>,
  align: ReadonlyArray<'left' | 'right' | undefined> = [],
): { lines: string[]; width: number } {
  const flat = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()));
  const [head = []] = flat;
  const widths = head.map((_, at) => Math.max(...flat.map((row) => widthOf(row[at] ?? ''))));
  const line = (row: readonly string[]) =>
    widths
      .map((width, at) => pad(row[at] ?? '', width, align[at]))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  const [first = '', ...others] = flat.map(line);
  return { lines: [first, rule, ...others], width: widthOf(rule) };
}
