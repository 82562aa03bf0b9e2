import type { Slot } from '../../../slot.ts';
import { type EntityName, entityNames } from '../../recognise/lexicon/entities.ts';
import { MEASURING, NARROWING } from '../../recognise/lexicon/measures.ts';
import { functionWords } from '../../recognise/lexicon/words.ts';
import type { Unit } from '../../recognise/unit.ts';
import type { Request } from '../frames/frame.ts';
import { parseSelection } from '../grammar/parse-selection.ts';
import { type Fill, fillsAt } from './fills.ts';

/** What it costs when one has something and the other has not, in units of "a word that carries meaning". */
export const COST = {
  mark: 0.02,
  grammar: 0.12,
  word: 1,
  thing: 1.2,
  narrowing: 1.5,
  optional: 0.3,
  required: 3,
};
export const isMarkWord = (norm: string): boolean => /^(?:[\p{P}\p{S}\n]|'s)$/u.test(norm);
export const isMark = (unit: Unit): boolean =>
  /^(punct|break|possessive)$/.test(unit.kind) || isMarkWord(unit.norm);
export const isGrammar = (norm: string): boolean =>
  functionWords.has(norm) &&
  !NARROWING.test(norm) &&
  !POINTING.test(norm) &&
  !MEASURING.test(norm) &&
  !TURNING.test(norm);
/** It is the whole difference between turning something on and turning it off. */
const TURNING = /^off$/;
/** Whom a word points at is somebody: passed over, the call would be of nobody, or of all. */
const POINTING =
  /^(him|her|hers|his|them|they|their|theirs|those|these|everyone|everybody|anyone|anybody|someone|somebody|nobody)$/;

function skipCost(unit: Unit): number {
  if (isMark(unit)) return COST.mark;
  if (NARROWING.test(unit.norm)) return COST.narrowing;
  if (unit.kind !== 'word' || unit.values) return COST.thing;
  return isGrammar(unit.norm) ? COST.grammar : COST.word;
}

/** "By 20k" is so much more or less, and never the value itself. */
export const isStep = ({ norm }: Unit, next: Unit | undefined): boolean =>
  norm === 'by' && /^(number|money|percent)$/.test(next?.kind ?? '');

/** A word without its ending, the deeds and the kinds of record that it is said for. */
interface Said {
  norm: string;
  stem: string;
  acts: readonly string[];
  kinds: readonly string[];
}

const offers = new WeakMap<Request, Offered>();

/** What a request offers to the sayings that it is laid along: hundreds ask the same, each is worked out once. */
export class Offered {
  readonly request: Request;
  readonly #units: readonly Unit[];
  readonly #skips: readonly number[];
  readonly #said: ReadonlyArray<Said | undefined>;
  /** By place: the words of a time, which a saying may have as words: "a month", "next week". */
  readonly #timeWords: ReadonlyArray<readonly string[]>;
  readonly #words = new Map<string, ReadonlyArray<number | undefined>>();
  readonly #fills = new Map<Slot, Array<readonly Fill[] | undefined>>();
  readonly #selections = new Map<string, boolean>();

  private constructor(request: Request) {
    this.request = request;
    this.#units = request.clause.units.slice(request.start, request.to);
    this.#skips = this.#units.map((unit, i) =>
      isStep(unit, this.#units[i + 1]) ? COST.narrowing : skipCost(unit),
    );
    this.#timeWords = this.#units.map(({ kind, norm }) => (kind === 'time' ? norm.split(' ') : []));
    this.#said = this.#units.map(({ kind, norm }) => (kind === 'word' ? this.#saidBy(norm) : undefined));
  }

  static by(request: Request): Offered {
    let known = offers.get(request);
    if (!known) {
      known = new Offered(request);
      offers.set(request, known);
    }
    return known;
  }

  /** @param i - from the start of the request */
  skipCost(i: number): number {
    return this.#skips[i] ?? 0;
  }

  /** 0 for the same word; a little for another word for the same deed or kind of record; undefined for any other. */
  wordCost(i: number, word: string): number | undefined {
    return this.#costs(word)[i];
  }

  /** Whether anything in the sentence can be that word. */
  canBe(word: string): boolean {
    return this.#costs(word).length > 0 || this.#timeWords.some((words) => words.includes(word));
  }

  /** @returns the words of the time there, where there is one of several words */
  timeWords(i: number): readonly string[] {
    const words = this.#timeWords[i] ?? [];
    return words.length > 1 ? words : [];
  }

  fillsAt(at: number, slot: Slot): readonly Fill[] {
    let known = this.#fills.get(slot);
    if (!known) {
      known = [];
      this.#fills.set(slot, known);
    }
    known[at] ??= fillsAt(this.request, at, slot);
    return known[at] ?? [];
  }

  /** Whether these are records in words, with their noun, and the grammar of lists reads every one of them. */
  isSelection(at: number, end: number): boolean {
    const key = `${at} ${end}`;
    let known = this.#selections.get(key);
    if (known === undefined) {
      const { clause, context, introduced } = this.request;
      const [usual] = entityNames;
      const { hasNoun, leftovers, text, record } = parseSelection(
        clause,
        at,
        end,
        context,
        usual as EntityName,
        introduced,
      );
      known = hasNoun && leftovers.length === 0 && text === undefined && record === undefined;
      this.#selections.set(key, known);
    }
    return known;
  }

  /** By place; empty when it is nowhere. */
  #costs(word: string): ReadonlyArray<number | undefined> {
    let known = this.#words.get(word);
    if (!known) {
      const wanted = this.#saidBy(word);
      const costs = this.#units.map((unit, i) => costOf(unit, this.#said[i], wanted));
      known = costs.some((cost) => cost !== undefined) ? costs : [];
      this.#words.set(word, known);
    }
    return known;
  }

  #saidBy(norm: string): Said {
    const senses = this.request.clause.vocabulary
      .startingWith(norm)
      .flatMap(({ words, sense }) => (words.length === 1 ? [sense] : []));
    return {
      norm,
      stem: stem(norm),
      acts: senses.flatMap((sense) => (sense.type === 'verb' ? sense.acts : [])),
      kinds: senses.flatMap((sense) => (sense.type === 'entity' ? [sense.entity] : [])),
    };
  }
}

function costOf(unit: Unit, said: Said | undefined, wanted: Said): number | undefined {
  if (unit.kind === 'quote') return undefined;
  if (unit.norm === wanted.norm) return 0;
  if (!said) return undefined;
  if (said.stem === wanted.stem) return 0.05;
  if (wanted.kinds.some((kind) => said.kinds.includes(kind))) return 0.1;
  // what takes away is no other word for anything else
  if (said.acts.includes('delete') !== wanted.acts.includes('delete')) return undefined;
  return wanted.acts.some((act) => said.acts.includes(act)) ? 0.3 : undefined;
}

/** "calls", "called", "calling": one word for the comparison. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  const short = word.replace(/(?:ies|ied)$/, 'y').replace(/s$/, '');
  return word.length > 4 ? short.replace(/(?:ing|ed|e)$/, '') : short;
}
