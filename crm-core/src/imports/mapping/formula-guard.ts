/** What a spreadsheet would begin a formula with. */
const BEGINS_FORMULA = /^[=+\-@\t\r]/;
/** Numbers and phone numbers begin so too, and do nothing. */
const HARMLESS = /^[+-]?[\d(][\d\s.,()/\-–%]*(?:\s*(?:ext\.?|x)\s*\d+)?$/i;

/** What a spreadsheet would take for a formula is made text by an apostrophe; numbers and phone numbers are left as they are. */
export const guarded = (text: string): string =>
  BEGINS_FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text;

/** The text without the apostrophe that `guarded` puts before it. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && BEGINS_FORMULA.test(text.slice(1)) ? text.slice(1) : text;
