import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { addEither, type Selection } from './selection.ts';

/** What one rule added, as places in the list of conditions. */
interface Read {
  from: number;
  to: number;
  /** Alternatives of its own, which cannot be put into others. */
  isEither: boolean;
}

/**
 * "urgent or overdue", "in negotiation over 20k or in proposal over 50k": of what was read on both sides of an "or" as
 * much belongs together before it as after it.
 */
export class Alternatives {
  readonly #selection: Selection;
  readonly #reads: Read[] = [];
  /** How many reads there were at each "or", and the place of it. */
  readonly #splits: Array<{ reads: number; place: number }> = [];
  #start: number;
  #eithers: number;
  #state: string;

  constructor(selection: Selection) {
    this.#selection = selection;
    this.#start = selection.where.length;
    this.#eithers = selection.anyOf.length;
    this.#state = this.#stateNow();
  }

  /** To be called after each rule that read something. */
  noteRead(): void {
    const state = this.#stateNow();
    if (state === this.#state) return;
    const from = this.#reads.at(-1)?.to ?? this.#start;
    const to = this.#selection.where.length;
    // a second name of the same field was put to the first: "at Northwind or Contoso"
    if (to === from && this.#eithers === this.#selection.anyOf.length) this.#splits.pop();
    else this.#reads.push({ from, to, isEither: this.#eithers !== this.#selection.anyOf.length });
    this.#eithers = this.#selection.anyOf.length;
    this.#state = state;
  }

  split(place: number): void {
    this.#splits.push({ reads: this.#reads.length, place });
  }

  /** Puts the alternatives so far into the selection; an "or" that has not two sides counts as not understood. */
  close(): void {
    if (this.#splits.length > 0) this.#join();
    this.#splits.length = 0;
    this.#reads.length = 0;
    this.#start = this.#selection.where.length;
    this.#eithers = this.#selection.anyOf.length;
    this.#state = this.#stateNow();
  }

  #join(): void {
    const size = this.#reads.length - (this.#splits.at(-1)?.reads ?? 0);
    const starts = [(this.#splits[0]?.reads ?? 0) - size, ...this.#splits.map(({ reads }) => reads)];
    const sides = starts.map((start) => this.#reads.slice(start, start + size));
    const isEven =
      size > 0 &&
      (starts[0] ?? -1) >= 0 &&
      starts.every((start, at) => at === 0 || start - (starts[at - 1] ?? 0) === size) &&
      !this.#reads.some((read) => read.isEither);
    if (!isEven) {
      this.#selection.leftovers.push(...this.#splits.map(({ place }) => place));
      return;
    }
    const { where } = this.#selection;
    const groups = sides.map((side): Condition[] => side.flatMap(({ from, to }) => where.slice(from, to)));
    this.#selection.where = where.filter((one) => !groups.flat().includes(one));
    addEither(this.#selection, groups);
  }

  #stateNow(): string {
    return JSON.stringify([this.#selection.where, this.#selection.anyOf]);
  }
}
