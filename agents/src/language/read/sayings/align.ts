import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { Slot } from '../../../slot.ts';
import { NARROWING } from '../../recognise/lexicon/measures.ts';
import { sensesAt, type Unit } from '../../recognise/unit.ts';
import type { Request } from '../frames/frame.ts';
import { rawText } from '../grammar/read-value.ts';
import { type Fill, isPointedAt } from './fills.ts';
import { COST, isGrammar, isMark, isMarkWord, isStep, Offered } from './offered.ts';
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

export type KeptIn = 'known' | 'new' | 'told';

/** The arguments of a tool that a saying may have places for. */
export type Slots = ReadonlyMap<
  string,
  {
    slot: Slot;
    isOptional: boolean;
    /**
     * It is kept in a field: of a record that there is, or of a new one, whose words prove nothing; `told`: it says in a
     * sentence what the new one is about.
     */
    keptIn?: KeptIn | undefined;
    /** Of a selection, which as a whole takes whatever can only mean it. */
    isInner?: boolean;
  }
>;

/** Worse than this it is another saying. */
const WORST = 3.5;
function unsaidCost(piece: Piece, slots: Slots): number {
  if ('argument' in piece) {
    const known = slots.get(piece.argument);
    // what can only be pointed at is pointed at, or it is another saying
    return known?.isOptional === false || isPointedAt(known?.slot) ? COST.required : COST.optional;
  }
  if (isMarkWord(piece.word)) return COST.mark;
  if (NARROWING.test(piece.word)) return COST.narrowing;
  return isGrammar(piece.word) ? COST.grammar : COST.word;
}

/** By saying, of one tool each: what each of its pieces costs unsaid. */
const unsaid = new WeakMap<Slots, WeakMap<Saying, readonly number[]>>();

function unsaidCosts(saying: Saying, slots: Slots): readonly number[] {
  let ofTool = unsaid.get(slots);
  if (!ofTool) {
    ofTool = new WeakMap();
    unsaid.set(slots, ofTool);
  }
  let known = ofTool.get(saying);
  if (!known) {
    known = saying.pieces.map((piece) => unsaidCost(piece, slots));
    ofTool.set(saying, known);
  }
  return known;
}

/** Sums of costs differ in their last digits by the order of the sum. */
const ROUNDING = 1e-9;

/** Words of the saying that nobody said cost that much, whatever the rest is. */
function isTooFar(offered: Offered, saying: Saying, costs: readonly number[], worst: number): boolean {
  let least = 0;
  for (const [at, piece] of saying.pieces.entries()) {
    if (!('word' in piece) || offered.canBe(piece.word)) continue;
    least += costs[at] ?? 0;
    if (least > worst + ROUNDING) return true;
  }
  return false;
}

interface Cell {
  cost: number;
  from?: [i: number, j: number];
  fill?: Fill & { argument: string };
  isWord?: boolean;
}

/** Cells by place in the sentence, then by place in the saying; there is none where no way leads. */
class Grid {
  readonly #cells: Array<Cell | undefined>;
  readonly #width: number;
  readonly #worst: number;

  constructor(n: number, m: number, worst: number) {
    this.#width = m + 1;
    this.#worst = worst;
    this.#cells = new Array((n + 1) * this.#width);
    this.#cells[0] = { cost: 0 };
  }

  at(i: number, j: number): Cell | undefined {
    return this.#cells[i * this.#width + j];
  }

  /** Whether a way of this cost is better than the one that is known. */
  isBetter(i: number, j: number, cost: number): boolean {
    const known = this.at(i, j);
    return cost <= this.#worst && (!known || cost < known.cost);
  }

  put(i: number, j: number, cell: Cell): void {
    if (this.isBetter(i, j, cell.cost)) this.#cells[i * this.#width + j] = cell;
  }
}

/**
 * Lays a sentence along a saying, as cheaply as it goes; undefined when it is another.
 *
 * @param worst - what the best saying so far costs: a worse one is not looked for
 */
export function align(
  request: Request,
  saying: Saying,
  slots: Slots,
  worst: number = WORST,
): Alignment | undefined {
  const offered = Offered.by(request);
  const costs = unsaidCosts(saying, slots);
  if (isTooFar(offered, saying, costs, worst)) return undefined;
  const { start, to } = request;
  const { pieces } = saying;
  const n = to - start;
  const m = pieces.length;
  const grid = new Grid(n, m, worst);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const here = grid.at(i, j);
      if (!here) continue;
      if (i < n) grid.put(i + 1, j, { cost: here.cost + offered.skipCost(i), from: [i, j] });
      const piece = pieces[j];
      if (!piece) continue;
      grid.put(i, j + 1, { cost: here.cost + (costs[j] ?? 0), from: [i, j] });
      if (i >= n) continue;
      if ('word' in piece) {
        const time = offered.timeWords(i);
        if (time.length > 0 && time.every((word, k) => isWordOf(pieces[j + k], word)))
          grid.put(i + 1, j + time.length, { cost: here.cost, from: [i, j], isWord: true });
        const cost = offered.wordCost(i, piece.word);
        if (cost !== undefined)
          grid.put(i + 1, j + 1, { cost: here.cost + cost, from: [i, j], isWord: true });
      }
      // "ticket {ticket}": "the ticket with the missing column" says the word within the argument
      const next = 'word' in piece ? pieces[j + 1] : piece;
      if (!next || 'word' in next || (next !== piece && slots.get(next.argument)?.slot.kind !== 'record'))
        continue;
      const end = next === piece ? j + 1 : j + 2;
      const isMarked = here.isWord === true;
      for (const fill of fills(offered, start + i, next.argument, pieces.slice(end), slots, isMarked)) {
        const cost = here.cost + fill.cost;
        const place = fill.to - start;
        if (
          !grid.isBetter(place, end, cost) ||
          !('argument' in piece || isSaidIn(offered, i, place, piece.word))
        )
          continue;
        grid.put(place, end, { cost, from: [i, j], fill: { ...fill, argument: next.argument } });
      }
    }
  }
  return traced(request, saying, grid, n, m);
}

/** The first words of a stretch, an article in front of it, are that word. */
const isSaidIn = (offered: Offered, from: number, to: number, word: string): boolean =>
  !isGrammar(word) && [from, from + 1].some((i) => i < to && offered.wordCost(i, word) !== undefined);

const isWordOf = (piece: Piece | undefined, word: string) =>
  piece !== undefined && 'word' in piece && piece.word === word;

function fills(
  offered: Offered,
  at: number,
  argument: string,
  after: readonly Piece[],
  slots: Slots,
  isMarked: boolean,
): readonly Fill[] {
  const { slot, keptIn } = slots.get(argument) ?? {};
  if (!slot) return [];
  const { request } = offered;
  const known = knownFills(request, at, argument);
  if (known.length > 0) return known;
  if (slot.kind === 'records')
    return textEnds(offered, at, after, slots)
      .filter((end) => offered.isSelection(at, end))
      .map((end) => ({ value: rawText(request.clause, at, end), to: end, cost: 0.02 }));
  if (slot.kind !== 'text')
    return offered.fillsAt(at, slot).flatMap((fill) => [fill, ...withField(offered, fill, argument)]);
  const quote = request.clause.units[at];
  if (quote?.kind === 'quote') return [{ value: quote.text.slice(1, -1).trim(), to: at + 1, cost: 0 }];
  // free text stands behind a word that leads to it, or in quotes: what is left over is no text
  if (!isMarked || keptIn === 'new') return [];
  if (keptIn === 'told' && !/^[:,–-]$/.test(request.clause.units[at - 1]?.norm ?? '')) return [];
  return textEnds(offered, at, after, slots).flatMap((end): Fill[] => {
    const isOwn = keptIn === 'told' ? isStory(offered, at, end, slots) : isPlain(offered, at, end);
    if ((keptIn && !isOwn) || (slot.isNames && !isNames(offered, at, end))) return [];
    const value = rawText(request.clause, at, end);
    return value ? [{ value, to: end, cost: 0.05 }] : [];
  });
}

/** "leads in Germany": what records have in that very field. */
function knownFills({ clause: { units } }: Request, at: number, argument: string): Fill[] {
  const [key, ...path] = argument.split('.');
  const found =
    key === 'where' ? units[at]?.values?.find(({ field }) => field === path.join('.')) : undefined;
  return found ? [{ value: found.value, to: at + found.length, cost: 0 }] : [];
}

/** "320 employees": the name of the field behind its value. */
function withField({ request: { clause, to } }: Offered, fill: Fill, argument: string): Fill[] {
  const name = argument.split('.').at(-1);
  const field = sensesAt(clause, fill.to, 'field').find(({ sense }) => sense.field.name === name);
  return field && fill.to + field.length <= to ? [{ ...fill, to: fill.to + field.length }] : [];
}

/** A field takes few words of its own: where more was recognised, it is for other fields. */
const LONGEST_VALUE = 6;
/** What is told behind a colon is a sentence, as long as nothing in it could be another argument. */
const LONGEST_TOLD = 40;

/** What a unit would be for, where an argument takes it. */
const TAKERS: Readonly<Partial<Record<Unit['kind'], readonly Slot['kind'][]>>> = {
  time: ['moment', 'day', 'since', 'period', 'span', 'length', 'clock'],
  money: ['money', 'number'],
  number: ['money', 'number', 'clock'],
  percent: ['percent', 'number'],
};

function isStory({ request: { clause } }: Offered, from: number, to: number, slots: Slots): boolean {
  const taken = new Set([...slots.values()].map(({ slot }) => slot.kind));
  return (
    to - from <= LONGEST_TOLD &&
    clause.units
      .slice(from, to)
      .every(
        ({ kind, matches = [] }) =>
          !TAKERS[kind]?.some((taker) => taken.has(taker)) && (kind !== 'name' || matches.length === 0),
      )
  );
}

function isPlain({ request: { clause } }: Offered, from: number, to: number): boolean {
  const units = clause.units.slice(from, to).filter((unit) => !isMark(unit));
  return (
    units.length <= LONGEST_VALUE &&
    units.every(({ kind, norm, matches = [] }) =>
      kind === 'word' ? !NARROWING.test(norm) : kind === 'name' && matches.length === 0,
    )
  );
}

/** "Walter Costa and Lena", and not "Walter Costa on Wednesday at 2pm, 45 min". */
function isNames({ request: { clause } }: Offered, from: number, to: number): boolean {
  const units = clause.units.slice(from, to);
  // "Priya every Thursday at 14:00": how it repeats has no place of its own
  if (units.some(({ norm }) => /^(every|each)\b/.test(norm))) return true;
  return !units.some(isFigure) && !isGrammar(units.at(-1)?.norm ?? '');
}

const FIGURES = /^(time|number|money|percent)$/;
/** Longer than that a time is a period, as in "Q4 review". */
const MOST_DAYS = 2;

const isFigure = ({ kind, time }: Unit): boolean =>
  FIGURES.test(kind) &&
  !(time?.kind === 'span' && !time.hasTime && time.to.diff(time.from, 'days').days > MOST_DAYS);

const TEXT: Slot = { kind: 'text' };

/** Free text goes up to where the saying goes on, or to the end. */
function textEnds(offered: Offered, at: number, after: readonly Piece[], slots: Slots): number[] {
  const { clause, start, to } = offered.request;
  const first = clause.units[at];
  if (!first || isMark(first)) return [];
  const ends = [to];
  const next = after[0];
  if (!next) return ends;
  for (let end = at + 1; end < to; end++) {
    const goesOn =
      'word' in next
        ? offered.wordCost(end - start, next.word) !== undefined
        : slots.get(next.argument)?.slot.kind !== 'text' &&
          offered.fillsAt(end, slots.get(next.argument)?.slot ?? TEXT).length > 0;
    if (goesOn) ends.push(end);
  }
  return ends;
}

function traced(request: Request, saying: Saying, grid: Grid, n: number, m: number): Alignment | undefined {
  const last = grid.at(n, m);
  if (!last) return undefined;
  const { clause, start } = request;
  const uses: Alignment['uses'] = Array.from({ length: n }, () => undefined);
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(saying.args)) setPath(args, name, value);
  const introduces: Alignment['introduces'] = [];
  let needsPrevious = false;
  let unsaid = 0;
  let wordsSaid = 0;
  for (let at: [number, number] = [n, m]; ; ) {
    const cell = grid.at(...at);
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
      const isPassedOver =
        unit?.kind === 'word' && isGrammar(unit.norm) && !isStep(unit, clause.units[start + i + 1]);
      if (unit && (isMark(unit) || isPassedOver)) uses[i] = { isGrammar: true };
    } else {
      const piece = saying.pieces[j];
      if (piece && 'word' in piece && !isGrammar(piece.word) && !isMarkWord(piece.word)) unsaid++;
    }
    at = [i, j];
  }
  return { saying, cost: last.cost, args, uses, said: wordsSaid, unsaid, needsPrevious, introduces };
}

/** Sets `set.amount`; `where.city` is a condition. */
export function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const [key = '', ...rest] = path.split('.');
  const before = target[key];
  if (rest.length === 0) target[key] = isParts(before) && isParts(value) ? { ...before, ...value } : value;
  else if (key === 'where') {
    const known = Array.isArray(target.where) ? target.where : [];
    target.where = [...known, ...conditionsOf(rest.join('.'), value)];
  } else {
    target[key] ??= {};
    setPath(target[key] as Record<string, unknown>, rest.join('.'), value);
  }
}

/** A stretch of time is two conditions: from its beginning, and before its end. */
function conditionsOf(field: string, value: unknown): Condition[] {
  const { from, to } = typeof value === 'object' && value !== null ? (value as Partial<Span>) : {};
  if (from === undefined || to === undefined) return [{ field, op: 'eq', value }];
  return [
    { field, op: 'gte', value: from },
    { field, op: 'lt', value: to },
  ];
}

interface Span {
  from: string;
  to: string;
}

const isParts = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether an argument, or a part of one, has its value. */
export function isSet(args: Readonly<Record<string, unknown>>, path: string): boolean {
  const [key = '', ...rest] = path.split('.');
  const value = args[key];
  if (rest.length === 0 || value === undefined) return value !== undefined;
  if (Array.isArray(value)) return value.some((condition) => condition?.field === rest.join('.'));
  return (
    typeof value === 'object' && value !== null && isSet(value as Record<string, unknown>, rest.join('.'))
  );
}
