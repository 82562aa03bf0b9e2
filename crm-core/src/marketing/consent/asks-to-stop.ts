/** As much of a mail is looked at: who wants no more says so at once. */
const MOST = 600;
/** Where what was answered begins: it may well say "Unsubscribe". */
const QUOTE = /^(?:>|-{2,} ?(?:original|forwarded)|_{5,}\s*$|from: |on .{5,200} wrote:?\s*$)/i;
const STOPS = [
  'unsubscribe',
  'opt(?:ing)? (?:me |us )?out',
  '(?:remove|take|delete) (?:me|us) (?:off|from|out)',
  '(?:remove|delete) my (?:e-?mail )?(?:address|details|data)',
  'stop (?:e-?mailing|mailing|writing|contacting|sending|messaging)',
  "(?:do not|don['’]t|never) (?:e-?mail|mail|write|contact|message)(?: to)? (?:me|us)",
  'no (?:more|further) (?:e-?mails?|mails?|messages?)',
];
const STOP = new RegExp(`\\b(?:${STOPS.join('|')})\\b`, 'i');

/**
 * Whether an answer asks for no more mail, by its own words and not those that it answers.
 *
 * @returns the sentence that says so
 */
export function asksToStop(text: string): string | undefined {
  const lines = text.slice(0, 4 * MOST).split(/\r?\n/);
  const end = lines.findIndex((line) => QUOTE.test(line.trim()));
  const own = lines
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .slice(0, MOST);
  return own
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .find((sentence) => STOP.test(sentence));
}
