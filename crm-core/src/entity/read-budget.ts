import type { Aggregate, Query, Schema } from 'mongoose';
import { InvalidError, TooSlowError } from '../errors.ts';

/** How long one read may keep the database busy. */
export const READ_MS = 10_000;
/** Other kinds of records that one filter may look at, each a read of its own. */
const MOST_RELATED = 10;

/** What one read may cost, with all that it reads on the way: time, and reads of other records. */
export class ReadBudget {
  readonly #ms: number;
  readonly #end: number;
  #related = 0;

  constructor(ms: number) {
    this.#ms = ms;
    this.#end = performance.now() + ms;
  }

  /** For `maxTimeMS` of the next query. @throws TooSlowError when nothing is left */
  get leftMs(): number {
    const left = Math.ceil(this.#end - performance.now());
    if (left < 1) throw new TooSlowError(this.#ms);
    return left;
  }

  /** Counts a read of other records. @throws InvalidError when there were too many */
  takeRelated(): void {
    if (++this.#related <= MOST_RELATED) return;
    throw new InvalidError(
      `This asks about other records in more than ${MOST_RELATED} ways at once. Ask for less of it at a time.`,
      { where: `may ask about other records at most ${MOST_RELATED} times` },
    );
  }
}

const READS = ['find', 'findOne', 'countDocuments', 'distinct'] as const;
/** MongoDB's MaxTimeMSExpired. */
const EXPIRED = 50;

/** Gives every read through the schema an end, unless it has one; what the database gave up is told in words. */
export function limitReads(schema: Schema, ms: number): void {
  schema.pre([...READS], function (this: Query<unknown, unknown>) {
    if (this.getOptions().maxTimeMS === undefined) this.maxTimeMS(ms);
  });
  schema.pre('aggregate', function (this: Aggregate<unknown[]>) {
    if (this.options.maxTimeMS === undefined) this.option({ maxTimeMS: ms });
  });
  const explain = (error: unknown, _result: unknown, next: (error?: Error) => void) => {
    const isExpired =
      typeof error === 'object' && error !== null && 'code' in error && error.code === EXPIRED;
    next(isExpired ? new TooSlowError(ms) : (error as Error));
  };
  schema.post([...READS], explain as never);
  schema.post('aggregate', explain as never);
}
