import { randomBytes } from 'node:crypto';
import { MongoError } from './mongo-error.ts';
import { type ResultStream, WAIT } from './query/find.ts';
import { checkDeadline } from './query/visit-all.ts';
import { TimeSlice } from './time-slice.ts';

/** MongoDB's own: 10 minutes. */
const IDLE_LIMIT_MS = 600_000;
const DEFAULT_FIRST_BATCH = 101;
/** A batch's documents together stay below MongoDB's limit of one reply. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

interface OpenCursor {
  namespace: string;
  stream: ResultStream;
  /** A result that did not fit into the last batch. */
  held: Buffer | undefined;
  usedAt: number;
  hasNoTimeout: boolean;
  /** What is left of the maxTimeMS that it was opened with; the time between two batches does not count. */
  leftMs: number | undefined;
}

export interface Batch {
  documents: Buffer[];
  /** 0n: the cursor is exhausted. */
  cursorId: bigint;
}

export interface BatchOptions {
  batchSize?: number | undefined;
  isSingleBatch?: boolean;
  hasNoTimeout?: boolean;
  /** When the command must give up. */
  deadline?: number | undefined;
}

/** The cursors that wait for their next getMore. */
export class Cursors {
  readonly #open = new Map<bigint, OpenCursor>();
  /** Those whose next batch is being filled. */
  readonly #busy = new Set<bigint>();

  /** Runs a query up to its first batch. */
  async start(stream: ResultStream, namespace: string, options: BatchOptions): Promise<Batch> {
    const hasNoTimeout = options.hasNoTimeout === true;
    const { deadline } = options;
    const leftMs = undefined;
    const cursor: OpenCursor = {
      namespace,
      stream,
      held: undefined,
      usedAt: Date.now(),
      hasNoTimeout,
      leftMs,
    };
    const { documents, isDone } = await fill(cursor, options.batchSize ?? DEFAULT_FIRST_BATCH, deadline);
    if (deadline !== undefined) cursor.leftMs = deadline - Date.now();
    if (isDone || options.isSingleBatch) return { documents, cursorId: 0n };
    const cursorId = randomBytes(8).readBigInt64LE() & 0x7fffffffffffffffn;
    cursor.usedAt = Date.now();
    this.#open.set(cursorId, cursor);
    return { documents, cursorId };
  }

  /** A cursor over what is there already. */
  list(documents: readonly Buffer[], namespace: string, options: BatchOptions): Promise<Batch> {
    return this.start(streamOf(documents), namespace, options);
  }

  /** @throws MongoError 43 when there is no such cursor (any more) */
  async more(
    cursorId: bigint,
    namespace: string,
    batchSize: number | undefined,
    deadline?: number,
  ): Promise<Batch> {
    const cursor = this.#open.get(cursorId);
    if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${cursorId} not found`);
    if (cursor.namespace !== namespace) {
      throw new MongoError(
        'Unauthorized',
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    this.#open.delete(cursorId);
    this.#busy.add(cursorId);
    try {
      const startedAt = Date.now();
      const end = cursor.leftMs === undefined ? undefined : startedAt + cursor.leftMs;
      const { documents, isDone } = await fill(
        cursor,
        batchSize || Number.POSITIVE_INFINITY,
        deadline ?? end,
      );
      if (cursor.leftMs !== undefined) cursor.leftMs -= Date.now() - startedAt;
      const isKilled = !this.#busy.has(cursorId);
      if (isKilled) throw new MongoError('CursorKilled', `cursor id ${cursorId} was killed`);
      if (isDone) return { documents, cursorId: 0n };
      cursor.usedAt = Date.now();
      this.#open.set(cursorId, cursor);
      return { documents, cursorId };
    } finally {
      this.#busy.delete(cursorId);
    }
  }

  /** True when there was one; a batch that is being filled is its last. */
  kill(cursorId: bigint): boolean {
    return this.#open.delete(cursorId) || this.#busy.delete(cursorId);
  }

  killIdle(now: number): void {
    for (const [id, cursor] of this.#open) {
      if (!cursor.hasNoTimeout && now - cursor.usedAt > IDLE_LIMIT_MS) this.#open.delete(id);
    }
  }

  get count(): number {
    return this.#open.size;
  }
}

/** Results that are there already. */
export function streamOf(documents: Iterable<Buffer>): ResultStream {
  const left = documents[Symbol.iterator]();
  return { next: () => left.next().value, rest: () => {} };
}

async function fill(
  cursor: OpenCursor,
  batchSize: number,
  deadline: number | undefined,
): Promise<{ documents: Buffer[]; isDone: boolean }> {
  const documents: Buffer[] = [];
  let bytes = 0;
  const slice = new TimeSlice();
  while (documents.length < batchSize) {
    const next = cursor.held ?? cursor.stream.next();
    cursor.held = undefined;
    if (next === undefined) return { documents, isDone: true };
    if (next !== WAIT) {
      if (bytes + next.length > MAX_BATCH_BYTES && documents.length > 0) {
        cursor.held = next;
        break;
      }
      documents.push(next);
      bytes += next.length;
    }
    if (!slice.isOver) continue;
    checkDeadline(deadline);
    cursor.stream.rest();
    await slice.letOthersRun();
  }
  cursor.stream.rest();
  return { documents, isDone: false };
}
