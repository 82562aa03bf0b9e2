import { fold, foldWords } from '@clianta/crm-core/entity/search-text';

/** Where a text speaks of what was asked. */
export interface Passage {
  /** From 1. */
  page: number;
  quote: string;
}

const LONGEST_QUOTE = 320;
const MOST_PASSAGES = 3;
/** Words of questions that say nothing of what is asked for. */
const ASKING = new Set(
  `a an the of in on at to for from by with is are was were be do does did has have had what which who whom whose when
  where why how much many long it its this that there their our my we i you they say says said file document contract
  pdf attachment about tell me please and or any`.split(/\s+/),
);

/** The words of a question that a text can answer with. */
export function askedWords(question: string): string[] {
  return foldWords(question).filter((word) => word.length > 1 && !ASKING.has(word));
}

/**
 * The passages that have most of the words that are asked for, in their order; a word counts by its beginning, so that
 * "notices" finds "notice".
 */
export function findPassages(pages: readonly string[], question: string): Passage[] {
  const stems = askedWords(question).map((word) => (word.length > 4 ? word.slice(0, -1) : word));
  if (stems.length === 0) return [];
  const scored = pages.flatMap((page, at) =>
    passagesOf(page).map((quote) => {
      const own = foldWords(quote);
      const hits = stems.filter((stem) => own.some((word) => word.startsWith(stem))).length;
      return { page: at + 1, quote, hits };
    }),
  );
  const most = Math.max(0, ...scored.map(({ hits }) => hits));
  // half of the words of a long question are enough, of a short one all but one
  if (most === 0 || most < stems.length / 2) return [];
  return scored
    .filter(({ hits }) => hits === most)
    .slice(0, MOST_PASSAGES)
    .map(({ page, quote }) => ({ page, quote: clipped(quote, stems) }));
}

/** Paragraphs, and sentences of those that are long. */
function passagesOf(page: string): string[] {
  return page
    .split(/\n\s*\n|\n(?=\s*(?:[-•*]|\d+[.)]|§))|(?<=[.!?;])\s+(?=\p{Lu}|\d)/u)
    .map((one) => one.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** Of a long passage, what is around the first word that was asked for. */
function clipped(quote: string, stems: readonly string[]): string {
  if (quote.length <= LONGEST_QUOTE) return quote;
  const folded = fold(quote);
  const places = stems.map((stem) => folded.indexOf(stem)).filter((at) => at >= 0);
  const from = Math.max(0, Math.min(...places) - LONGEST_QUOTE / 4);
  const part = quote.slice(from, from + LONGEST_QUOTE).trim();
  return `${from > 0 ? '…' : ''}${part}${from + LONGEST_QUOTE < quote.length ? '…' : ''}`;
}
