import { fold } from '../../entity/search-text.ts';
import type { CompetitorRecord } from './competitor.schema.ts';

/** What competitors are known by. */
export type Known = Pick<CompetitorRecord, 'id' | 'name'> &
  Partial<Pick<CompetitorRecord, 'aliases' | 'domain'>>;

/** Days and months are no names of firms, though firms are called so: those are known by their domain or an alias. */
const CALENDAR = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december'.split(
    ' ',
  ),
);
const LONGEST_QUOTE = 280;

/** The text in words that a name can be looked for in, with a space on either side of each. */
const wordsOf = (text: string) =>
  ` ${fold(text)
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .replace(/\.(?= |$)/g, '')
    .trim()} `;

function namesOf({ name, aliases = [], domain }: Known): string[] {
  const said = [name, ...aliases].filter((one) => !CALENDAR.has(fold(one)));
  return [...said, ...(domain ? [domain] : [])].map(wordsOf);
}

/** Where the text names the competitor first; undefined: nowhere. */
function placeIn(words: string, competitor: Known): number | undefined {
  const places = namesOf(competitor)
    .map((name) => words.indexOf(name))
    .filter((place) => place >= 0);
  return places.length > 0 ? Math.min(...places) : undefined;
}

/** The competitors that a text names as whole words, in their order, with the sentence that names each. */
export function competitorsIn<C extends Known>(
  text: string,
  competitors: readonly C[],
): Array<{ competitor: C; quote: string }> {
  const words = wordsOf(text);
  const sentences = text.split(/(?<=[.!?])\s+|\n+/);
  return competitors
    .map((competitor) => ({ competitor, place: placeIn(words, competitor) }))
    .filter(({ place }) => place !== undefined)
    .toSorted((a, b) => Number(a.place) - Number(b.place))
    .map(({ competitor }) => ({
      competitor,
      quote: (sentences.find((one) => placeIn(wordsOf(one), competitor) !== undefined) ?? text)
        .trim()
        .slice(0, LONGEST_QUOTE),
    }));
}
