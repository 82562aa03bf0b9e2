import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { foldWords } from '@clianta/crm-core/entity/search-text';

const MOST = 5;
/** Words of a question that say nothing of what is looked for. */
const ASKING = new Set(
  `a an the of in on at to for from by with is are was were do does did has have had what which who when where why how much many
  they he she we i you it this that there say says said talk talked speak spoke mention mentioned about call anything something any
  their our my me us tell did our and or`.split(/\s+/),
);

/** What is looked for, as beginnings of words: "prices" finds "price". */
const stemsOf = (about: string): string[] =>
  foldWords(about)
    .filter((word) => !ASKING.has(word))
    .map((word) => (word.length > 4 ? word.slice(0, -1) : word));

/** The segments that have most of what is looked for, in their order. */
export function quotesAbout(segments: readonly Pick<Segment, 'text' | 'speaker'>[], about: string): number[] {
  const stems = stemsOf(about);
  if (stems.length === 0) return [];
  const scored = segments.map(({ text, speaker }, at) => {
    const own = foldWords(`${speaker} ${text}`);
    return { at, hits: stems.filter((stem) => own.some((word) => word.startsWith(stem))).length };
  });
  const most = Math.max(0, ...scored.map(({ hits }) => hits));
  if (most === 0 || most < stems.length / 2) return [];
  return scored
    .filter(({ hits }) => hits === most)
    .slice(0, MOST)
    .map(({ at }) => at);
}
