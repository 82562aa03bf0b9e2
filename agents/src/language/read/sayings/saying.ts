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

const PLACE = /\{([A-Za-z][\w.]*)\}/g;
/** What stands for a place while the words around it are made tokens; no word of any language. */
const MARK = 'qzplaceqz';

/** "move {deal} to {stage}" as the words and places that it has, courtesy taken off. */
export function parseSaying(text: string, args: Readonly<Record<string, unknown>> = {}): Saying {
  const names: string[] = [];
  const plain = text.replace(PLACE, (_, name: string) => {
    names.push(name);
    return MARK;
  });
  const tokens = tokenise(plain);
  const units = tokens.map((token) => ({ ...token, tokens: [token] }));
  const from = skipCourtesy({ units }, 0, units.length);
  const to = withoutThanks(units, from, units.length, true);
  let next = units.slice(0, from).filter(({ norm }) => norm === MARK).length;
  const pieces = units.slice(from, to).map((unit): Piece => {
    if (unit.norm !== MARK) return { word: unit.norm };
    return { argument: names[next++] ?? '' };
  });
  return { text, pieces, args };
}
