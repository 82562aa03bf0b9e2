import { MongoError } from '../mongo-error.ts';
import type { Collection } from '../storage/collection.ts';
import { TimeSlice } from '../time-slice.ts';
import { type Doc, decode, encode } from '../values/doc.ts';
import { compileFilter, type Predicate } from './filter.ts';
import type { MatchDetails } from './path-match.ts';
import { type Plan, type PlanQuery, planQuery } from './planner.ts';
import type { Projection } from './projection.ts';
import { Scan } from './scan.ts';
import { type SortSpec, sortKeyOf } from './sort.ts';

/** Nothing to hand out yet; other work may be let in before the next call. */
export const WAIT = Symbol('wait');

/** Results one by one, as BSON. */
export interface ResultStream {
  next(): Buffer | typeof WAIT | undefined;
  /** To be called before other work is let in. */
  rest(): void;
}

/** Records read without a result before other work is let in. */
const PATIENCE = 256;
/** MongoDB refuses to sort more than this in memory. */
const MAX_SORT_BYTES = 100 * 1024 * 1024;

export interface FindQuery extends PlanQuery {
  skip?: number | undefined;
  projection?: Projection | undefined;
  variables?: Doc | undefined;
}

/** A query under way. */
export class FindStream implements ResultStream {
  readonly plan: Plan;
  readonly scan: Scan;
  readonly #query: FindQuery;
  readonly #accepts: Predicate | undefined;
  #toSkip: number;
  #left: number;
  #sorted: Iterator<Buffer> | undefined;
  #collected: Array<{ key: Buffer; bytes: Buffer; position: number | undefined }> = [];
  #collectedBytes = 0;

  constructor(collection: Collection, query: FindQuery) {
    compileFilter(query.filter, query.variables);
    const limit = query.limit ? query.limit + (query.skip ?? 0) : undefined;
    this.plan = planQuery(collection, { ...query, limit });
    this.scan = new Scan(collection, this.plan);
    this.#query = query;
    this.#accepts = this.plan.residual && compileFilter(this.plan.residual, query.variables);
    this.#toSkip = query.skip ?? 0;
    this.#left = query.limit || Number.POSITIVE_INFINITY;
  }

  get #isRaw(): boolean {
    return this.#accepts === undefined && this.#query.projection === undefined;
  }

  rest(): void {
    this.scan.rest();
  }

  next(): Buffer | typeof WAIT | undefined {
    if (this.#left === 0) return undefined;
    if (!this.plan.givesSort) return this.#nextSorted();
    const slice = new TimeSlice();
    for (let read = 0; read < PATIENCE && !slice.isOver; read++) {
      const found = this.#read();
      if (found === undefined) return undefined;
      if (found === WAIT || this.#toSkip-- > 0) continue;
      this.#left--;
      return this.#project(found);
    }
    return WAIT;
  }

  /** The next record that matches; WAIT for one that does not. */
  #read(): { bytes: Buffer; doc?: Doc; details?: MatchDetails } | typeof WAIT | undefined {
    const record = this.scan.next();
    if (!record) return undefined;
    if (this.#isRaw) return record;
    const doc = decode(record.bytes);
    const details: MatchDetails = {};
    if (this.#accepts && !this.#accepts(doc, details)) return WAIT;
    // a covered condition left no trace of where it matched; only `$` in a projection asks
    if (this.#query.projection && details.position === undefined) this.#locate(doc, details);
    return { bytes: record.bytes, doc, details };
  }

  #full: Predicate | undefined;

  #locate(doc: Doc, details: MatchDetails): void {
    this.#full ??= compileFilter(this.#query.filter, this.#query.variables);
    this.#full(doc, details);
  }

  #project({ bytes, doc, details }: { bytes: Buffer; doc?: Doc; details?: MatchDetails }): Buffer {
    const { projection } = this.#query;
    if (!projection) return bytes;
    return encode(projection(doc ?? decode(bytes), details));
  }

  #nextSorted(): Buffer | typeof WAIT | undefined {
    if (!this.#sorted) {
      if (!this.#collect()) return WAIT;
      this.#sorted = this.#inOrder();
    }
    const next = this.#sorted.next();
    return next.done ? undefined : next.value;
  }

  /** Reads on towards the end; true when everything has been read. */
  #collect(): boolean {
    const sort = this.#query.sort as SortSpec;
    const keep = this.#left + (this.#query.skip ?? 0);
    const slice = new TimeSlice();
    for (let read = 0; read < PATIENCE && !slice.isOver; read++) {
      const found = this.#read();
      if (found === undefined) return true;
      if (found === WAIT) continue;
      const doc = found.doc ?? decode(found.bytes);
      this.#collected.push({
        key: sortKeyOf(doc, sort),
        bytes: found.bytes,
        position: found.details?.position,
      });
      this.#collectedBytes += found.bytes.length;
      if (this.#collected.length > keep * 2 + 1_000) this.#cut(keep);
      if (this.#collectedBytes > MAX_SORT_BYTES) {
        throw new MongoError(
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          `Executor error during find command :: caused by :: Sort exceeded memory limit of ${MAX_SORT_BYTES} bytes, but did not opt in to external sorting.`,
        );
      }
    }
    return false;
  }

  #cut(keep: number): void {
    this.#collected.sort((a, b) => Buffer.compare(a.key, b.key));
    if (this.#collected.length > keep) this.#collected.length = keep;
    this.#collectedBytes = this.#collected.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  *#inOrder(): Generator<Buffer> {
    this.#cut(this.#left + (this.#query.skip ?? 0));
    const from = this.#query.skip ?? 0;
    for (let i = from; i < this.#collected.length && i < from + this.#left; i++) {
      const { bytes, position } = this.#collected[i] as { bytes: Buffer; position: number | undefined };
      yield this.#project({ bytes, details: position === undefined ? {} : { position } });
    }
  }
}
