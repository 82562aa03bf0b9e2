import type { Slot } from '../../../slot.ts';
import { functionWords } from '../../recognise/lexicon/words.ts';
import type { Unit } from '../../recognise/unit.ts';
import type { Request } from '../frames/frame.ts';
import { rawText } from '../grammar/read-value.ts';
import { type Fill, fillsAt } from './fills.ts';
import type { Piece, Saying } from './saying.ts';

/** What a unit of the sentence was used for; undefined: for nothing, it is not accounted for. */
export type Use = { argument: string } | { word: true } | { isGrammar: true };

export interface Alignment {
  saying: Saying;
  /** Sum over what one has and the other has not; 0: the sentence is the saying. */
  cost: number;
  args: Record<string, unknown>;
  /** By place in the clause, from its start. */
  uses: Array<Use | undefined>;
  /** Words that carry meaning, said as the saying has them. */
  said: number;
  /** Words of the saying that carry meaning and were not said. */
  unsaid: number;
  needsPrevious: boolean;
  introduces: NonNullable<Fill['introduces']>[];
}

/** The arguments of a tool that a saying may have places for. */
export type Slots = ReadonlyMap<string, { slot: Slot; isOptional: boolean }>;

/** What it costs when one has something and the other has not, in units of "a word that carries meaning". */
const COST = { mark: 0.02, grammar: 0.12, word: 1, thing: 1.2, narrowing: 1.5, optional: 0.3, required: 3 };
/** Worse than this it is another saying. */
const WORST = 3.5;
/** Words that make a request mean fewer records, or the opposite: never passed over. */
const NARROWING = /^(not|no|never|only|except|without|unless|but|instead|nor|neither|excluding|if|than)$/;

const isMark = (unit: Unit) =>
  /^(punct|break|possessive)$/.test(unit.kind) || /^[\p{P}\p{S}\n]$/u.test(unit.norm);
const isGrammar = (norm: string) => functionWords.has(norm) && !NARROWING.test(norm);

function skipCost(unit: Unit): number {
  if (isMark(unit)) return COST.mark;
  if (NARROWING.test(unit.norm)) return COST.narrowing;
  if (unit.kind !== 'word') return COST.thing;
  return isGrammar(unit.norm) ? COST.grammar : COST.word;
}

function unsaidCost(piece: Piece, slots: Slots): number {
  if ('argument' in piece)
    return slots.get(piece.argument)?.isOptional === false ? COST.required : COST.optional;
  if (/^[\p{P}\p{S}\n]$/u.test(piece.word)) return COST.mark;
  if (NARROWING.test(piece.word)) return COST.narrowing;
  return isGrammar(piece.word) ? COST.grammar : COST.word;
}

/** 0 for the same word; a little for another word for the same deed or kind of record; undefined for any other. */
function matchCost(request: Request, at: number, word: string): number | undefined {
  const unit = request.clause.units[at];
  if (!unit || unit.kind === 'quote') return undefined;
  if (unit.norm === word) return 0;
  if (unit.kind !== 'word') return undefined;
  if (stem(unit.norm) === stem(word)) return 0.05;
  const acts = (norm: string) =>
    request.clause.vocabulary
      .startingWith(norm)
      .flatMap(({ words, sense }) => (words.length === 1 && sense.type === 'verb' ? sense.acts : []));
  const kinds = (norm: string) =>
    request.clause.vocabulary
      .startingWith(norm)
      .flatMap(({ words, sense }) => (words.length === 1 && sense.type === 'entity' ? [sense.entity] : []));
  if (kinds(word).some((kind) => kinds(unit.norm).includes(kind))) return 0.1;
  return acts(word).some((act) => acts(unit.norm).includes(act)) ? 0.3 : undefined;
}

/** "calls", "called", "calling": one word for the comparison. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  const short = word.replace(/(?:ies|ied)$/, 'y').replace(/s$/, '');
  return word.length > 4 ? short.replace(/(?:ing|ed|e)$/, '') : short;
}

interface Cell {
  cost: number;
  from?: [i: number, j: number];
  fill?: Fill & { argument: string };
  isWord?: boolean;
}

/** Lays a sentence along a saying, as cheaply as it goes; undefined when it is another. */
export function align(request: Request, saying: Saying, slots: Slots): Alignment | undefined {
  const { clause, start, to } = request;
  const { pieces } = saying;
  const n = to - start;
  const m = pieces.length;
  const grid: Cell[][] = Array.from({ length: n + 1 }, () =>
    Array.from({ length: m + 1 }, () => ({ cost: Number.POSITIVE_INFINITY })),
  );
  const improve = (i: number, j: number, cell: Cell) => {
    const known = grid[i]?.[j];
    if (known && cell.cost < known.cost && cell.cost <= WORST) (grid[i] as Cell[])[j] = cell;
  };
  (grid[0] as Cell[])[0] = { cost: 0 };
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const here = grid[i]?.[j];
      if (!here || here.cost > WORST) continue;
      const piece = pieces[j];
      const unit = clause.units[start + i];
      if (i < n && unit) improve(i + 1, j, { cost: here.cost + skipCost(unit), from: [i, j] });
      if (!piece) continue;
      improve(i, j + 1, { cost: here.cost + unsaidCost(piece, slots), from: [i, j] });
      if (i >= n) continue;
      if ('word' in piece) {
        const cost = matchCost(request, start + i, piece.word);
        if (cost !== undefined) improve(i + 1, j + 1, { cost: here.cost + cost, from: [i, j], isWord: true });
        continue;
      }
      const isMarked = here.isWord === true;
      for (const fill of fills(request, start + i, piece.argument, pieces.slice(j + 1), slots, isMarked))
        improve(fill.to - start, j + 1, {
          cost: here.cost + fill.cost,
          from: [i, j],
          fill: { ...fill, argument: piece.argument },
        });
    }
  }
  return traced(request, saying, grid, n, m);
}

function fills(
  request: Request,
  at: number,
  argument: string,
  after: readonly Piece[],
  slots: Slots,
  isMarked: boolean,
): Fill[] {
  const slot = slots.get(argument)?.slot;
  if (!slot) return [];
  if (slot.kind !== 'text') return fillsAt(request, at, slot);
  const quote = request.clause.units[at];
  if (quote?.kind === 'quote') return [{ value: quote.text.slice(1, -1).trim(), to: at + 1, cost: 0 }];
  // free text stands behind a word that leads to it, or in quotes: what is left over is no text
  if (!isMarked) return [];
  return textEnds(request, at, after, slots).flatMap((end): Fill[] => {
    const value = rawText(request.clause, at, end);
    return value ? [{ value, to: end, cost: 0.05 }] : [];
  });
}

/** Free text goes up to where the saying goes on, or to the end. */
function textEnds(request: Request, at: number, after: readonly Piece[], slots: Slots): number[] {
  const { clause, to } = request;
  const first = clause.units[at];
  if (!first || isMark(first)) return [];
  const ends = [to];
  const next = after[0];
  if (!next) return ends;
  for (let end = at + 1; end < to; end++) {
    const goesOn =
      'word' in next
        ? matchCost(request, end, next.word) !== undefined
        : slots.get(next.argument)?.slot.kind !== 'text' &&
          fillsAt(request, end, slots.get(next.argument)?.slot ?? { kind: 'text' }).length > 0;
    if (goesOn) ends.push(end);
  }
  return ends;
}

function traced(
  request: Request,
  saying: Saying,
  grid: Cell[][],
  n: number,
  m: number,
): Alignment | undefined {
  const last = grid[n]?.[m];
  if (!last || !Number.isFinite(last.cost)) return undefined;
  const { clause, start } = request;
  const uses: Alignment['uses'] = Array.from({ length: n }, () => undefined);
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(saying.args)) setPath(args, name, value);
  const introduces: Alignment['introduces'] = [];
  let needsPrevious = false;
  let unsaid = 0;
  let wordsSaid = 0;
  for (let at: [number, number] = [n, m]; ; ) {
    const cell: Cell | undefined = grid[at[0]]?.[at[1]];
    if (!cell?.from) break;
    const [i, j] = cell.from;
    const { fill } = cell;
    if (fill) {
      setPath(args, fill.argument, fill.value);
      if (fill.introduces) introduces.unshift(fill.introduces);
      needsPrevious ||= fill.needsPrevious ?? false;
      for (let k = i; k < at[0]; k++) uses[k] = { argument: fill.argument };
    } else if (cell.isWord) {
      uses[i] = { word: true };
      const piece = saying.pieces[j];
      if (piece && 'word' in piece && !isGrammar(piece.word)) wordsSaid++;
    } else if (at[0] > i) {
      const unit = clause.units[start + i];
      if (unit && (isMark(unit) || (unit.kind === 'word' && isGrammar(unit.norm))))
        uses[i] = { isGrammar: true };
    } else {
      const piece = saying.pieces[j];
      if (piece && 'word' in piece && !isGrammar(piece.word) && !/^[\p{P}\p{S}\n]$/u.test(piece.word))
        unsaid++;
    }
    at = [i, j];
  }
  return { saying, cost: last.cost, args, uses, said: wordsSaid, unsaid, needsPrevious, introduces };
}

/** Sets `set.amount`; `where.city` is a condition. */
function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) target[key] = value;
  else if (key === 'where') {
    const known = Array.isArray(target.where) ? target.where : [];
    target.where = [...known, { field: rest.join('.'), op: 'eq', value }];
  } else {
    target[key] ??= {};
    setPath(target[key] as Record<string, unknown>, rest.join('.'), value);
  }
}
