import type { ApprovalPreview } from '@clianta/crm-core/conversations/approval/approval.schema';

const any = (words: string) => new RegExp(`\\b(?:${words.replace(/\s*\n\s*/g, '')})\\b`, 'gi');

const SEE = any('show|list|see|display|view|which|what|who');
/** What of the proposal: a message that names nothing else is about its records. */
const THEM = any(
  'all|every|everyone|everything|them|they|those|these|it|ones?|records?|names?|rest|others?|more|full',
);
const AROUND = any(
  `me|us|the|of|for|please|pls|first|exactly|then|and|are|is|would|will|be|affected|touched|changed|by|that|this|
  can|could|you|let|i|to|want|like|wait|ok|okay|hm+|just|before i decide`,
);
const NUMBER = /\b\d[\d,.]*\b/g;

/**
 * Whether a message asks for nothing but the records of the proposal that waits: "show me all 19", "which contacts?".
 * A number has to be that of its records, or of those that were not shown; other words have to be its own.
 */
export function asksToSee(
  text: string,
  { title, preview }: { title: string; preview: Pick<ApprovalPreview, 'count' | 'sample'> },
): boolean {
  const said = text.toLowerCase().replace(/['’]s\b/g, ' is');
  const unseen = preview.count - preview.sample.length;
  const numbers = [...said.matchAll(NUMBER)].map(([number]) => Number(number.replace(/[,.]/g, '')));
  if (numbers.some((number) => number !== preview.count && number !== unseen)) return false;
  // without the verb that it begins with
  const own = new Set(
    title
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.slice(1),
  );
  const left = said
    .replace(NUMBER, ' ')
    .replace(SEE, ' ')
    .replace(THEM, ' ')
    .replace(AROUND, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word && !own.has(word));
  const isAboutThem = numbers.length > 0 || said.search(THEM) >= 0 || hasNoun(said, own);
  return left.length === 0 && said.search(SEE) >= 0 && isAboutThem;
}

const hasNoun = (said: string, own: ReadonlySet<string>) =>
  (said.match(/\p{L}+/gu) ?? []).some((word) => own.has(word));
