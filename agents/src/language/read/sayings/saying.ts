import { meantBy, partsOf } from '../../sayings.ts';
import { inPlainWords } from '../../text/plain-words.ts';
import { tokenise } from '../../text/tokenise.ts';
import { skipCourtesy, withoutThanks } from '../grammar/asides.ts';

/** A piece of a saying: a word as it is said, or the argument that stands in its place. */
export type Piece = { word: string } | { argument: string };

export interface Saying {
  text: string;
  pieces: readonly Piece[];
  /** What it means beyond the arguments it has places for. */
  args: Readonly<Record<string, unknown>>;
}

/** What stands for a place while the words around it are made tokens; no word of any language. */
const MARK = 'qzplaceqz';

/** "move {deal} to {stage}" as the words and places that it has, courtesy taken off. */
export function parseSaying(text: string): Saying {
  const names: string[] = [];
  const { said, args } = meantBy(text);
  const plain = partsOf(said)
    .map((part) => {
      if ('words' in part) return part.words;
      names.push(part.slot);
      return MARK;
    })
    .join('');
  const tokens = inPlainWords(tokenise(plain), () => false);
  const units = tokens.map((token) => ({ ...token, tokens: [token] }));
  const from = skipCourtesy({ units }, 0, units.length);
  const to = withoutThanks(units, from, units.length, true);
  let next = units.slice(0, from).filter(({ norm }) => norm === MARK).length;
  const pieces = units.slice(from, to).map((unit): Piece => {
    if (unit.norm !== MARK) return { word: unit.norm };
    return { argument: names[next++] ?? '' };
  });
  return {
    text,
    pieces,
    args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, value || null])),
  };
}
