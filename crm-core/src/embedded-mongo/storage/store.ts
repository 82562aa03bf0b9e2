import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { isDiskFull } from '../../folder-trouble.ts';
import { MongoError } from '../mongo-error.ts';
import { checkFile } from './check-file.ts';

export interface KeyRange {
  /** First key, included. */
  start: Buffer;
  /** First key that is not part of the range any more. */
  end: Buffer;
}

export interface Entry {
  key: Buffer;
  value: Buffer;
}

interface Job {
  run(): void;
  fail(error: unknown): void;
  done(): void;
}

/**
 * The one LMDB file: binary keys to binary values.
 *
 * Writes are grouped: all jobs that are waiting when the disk becomes free run one after the other in one transaction,
 * which is on disk (fdatasync, then the meta page with O_DSYNC) before any of them is answered. `overlappingSync` is
 * off, because with it a commit is visible before it is durable; and lmdb-js's asynchronous transactions are not used,
 * because their callbacks never run on some Node builds. The server has a thread of its own, so blocking it for one
 * flush delays nobody else.
 */
export class Store {
  readonly #env: RootDatabase<Buffer, Buffer>;
  readonly #directory: string;
  #jobs: Job[] = [];
  #isScheduled = false;
  /** Called when a transaction was rolled back: what is kept in memory must be read again. */
  onRollback: () => void = () => {};

  /**
   * @param options.isReadOnly - beside a process that writes, for what is there now
   * @throws DamagedFileError when the file is there and is not what it was
   */
  constructor(path: string, options: { isReadOnly?: boolean } = {}) {
    this.#directory = dirname(path);
    if (existsSync(path)) checkFile(path);
    try {
      this.#env = open<Buffer, Buffer>({
        path,
        keyEncoding: 'binary',
        encoding: 'binary',
        cache: false,
        overlappingSync: false,
        ...(options.isReadOnly && { readOnly: true }),
      });
    } catch (error) {
      if (!isDiskFull(this.#directory)) throw error;
      throw Object.assign(new Error(`No space left on the disk that holds ${path}`), {
        code: 'ENOSPC',
        path,
      });
    }
  }

  get(key: Buffer): Buffer | undefined {
    return this.#env.get(key);
  }

  /** Only inside a job. */
  put(key: Buffer, value: Buffer): void {
    this.#env.putSync(key, value);
  }

  /** Only inside a job. */
  remove(key: Buffer): void {
    this.#env.removeSync(key);
  }

  /** At most `limit` entries from one end of the range; in a reverse read they come last first. */
  entries(range: KeyRange, limit: number, isReverse = false): Entry[] {
    const found: Entry[] = [];
    for (const entry of this.#env.getRange({ ...bounds(range, isReverse), limit })) found.push(entry);
    return found;
  }

  keys(range: KeyRange, limit: number, isReverse = false): Buffer[] {
    const found: Buffer[] = [];
    for (const key of this.#env.getKeys({ ...bounds(range, isReverse), limit })) found.push(key);
    return found;
  }

  count({ start, end }: KeyRange, limit?: number): number {
    // all at once it counts ten times as fast, but knows no limit
    if (!limit) return this.#env.getKeysCount({ start, end });
    let count = 0;
    for (const _ of this.#env.getKeys({ start, end, limit })) count++;
    return count;
  }

  /** Only inside a job. */
  removeRange(range: KeyRange): void {
    for (;;) {
      const keys = this.keys(range, 5_000);
      for (const key of keys) this.#env.removeSync(key);
      if (keys.length < 5_000) return;
    }
  }

  /**
   * Runs the job in the next transaction; resolves with its result when that transaction is on disk.
   *
   * What a job wrote before it refused with a MongoError stays: it checks each document before it writes it. Any other
   * error rolls the transaction back, and the other jobs of the group run again, so a job must be repeatable.
   */
  write<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | { error: MongoError } | undefined;
      this.#jobs.push({
        run: () => {
          try {
            result = { value: job() };
          } catch (error) {
            if (!(error instanceof MongoError)) throw error;
            result = { error };
          }
        },
        fail: reject,
        done: () => {
          if (result === undefined) reject(new Error('the job did not run'));
          else if ('error' in result) reject(result.error);
          else resolve(result.value);
        },
      });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    this.#isScheduled = false;
    const jobs = this.#jobs;
    this.#jobs = [];
    try {
      this.#commit(jobs);
    } catch (error) {
      // one job broke: alone in a transaction each, the others are not taken down with it
      if (jobs.length > 1) for (const job of jobs) this.#commitAlone(job);
      else for (const job of jobs) job.fail(this.#explain(error));
    }
  }

  #commitAlone(job: Job): void {
    try {
      this.#commit([job]);
    } catch (error) {
      job.fail(this.#explain(error));
    }
  }

  /** LMDB calls a full disk an "Input/output error". */
  #explain(error: unknown): unknown {
    if (!isDiskFull(this.#directory)) return error;
    return new MongoError('OutOfDiskSpace', `No space left on the disk that holds ${this.#directory}`);
  }

  #commit(jobs: readonly Job[]): void {
    try {
      this.#env.transactionSync(() => {
        for (const job of jobs) job.run();
      });
    } catch (error) {
      this.onRollback();
      throw error;
    }
    for (const job of jobs) job.done();
  }

  /** A copy of what is committed now; others may write meanwhile. */
  copyTo(path: string): Promise<void> {
    return this.#env.backup(path, true);
  }

  /** Waits for the writes under way, then closes the file. */
  async close(): Promise<void> {
    if (this.#isScheduled) await this.write(() => undefined);
    await this.#env.close();
  }
}

/** LMDB's reverse ranges begin at the high end, included, and stop before the low end; both are turned around here. */
function bounds(range: KeyRange, isReverse: boolean) {
  if (!isReverse) return { start: range.start, end: range.end };
  return { start: range.end, end: range.start, reverse: true, exclusiveStart: true, inclusiveEnd: true };
}
