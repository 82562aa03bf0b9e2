import { once } from 'node:events';
import type { Database } from '@clianta/crm-core/database';
import { RateLimitedError } from '@clianta/crm-core/errors';
import { connectRedis } from '@clianta/crm-core/events/transports/redis-connection';
import { within } from '@clianta/crm-core/events/within';
import { logger } from '@clianta/crm-core/logger';

import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterMongo,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { LIMIT_KINDS, type LimitKind, type LimitName } from './limit-kinds.ts';

const COLLECTION = 'rateLimits';
const REDIS_PATIENCE_MS = 500;
/** Keys whose batches are remembered before those of windows that are over are dropped. */
const MOST_BATCHES = 10_000;

/** Makes the counter of one kind; `insurance` counts in this process while the shared store does not answer. */
type Counter = (options: {
  keyPrefix: string;
  points: number;
  duration: number;
  insuranceLimiter: RateLimiterMemory;
}) => RateLimiterAbstract;

interface Batch {
  left: number;
  until: number;
}

/** Counts what people do, over all processes, and refuses what is too much. */
export class Limits {
  readonly #counters: ReadonlyMap<LimitName, RateLimiterAbstract>;
  readonly #batches = new Map<string, Batch>();
  readonly #taking = new Map<string, Promise<void>>();
  readonly #close: () => void;

  private constructor(counter: Counter, close: () => void = () => {}) {
    this.#counters = new Map(
      Object.entries(LIMIT_KINDS).map(([name, { points, seconds }]) => {
        const options = { keyPrefix: `limit:${name}`, points, duration: seconds };
        const insuranceLimiter = new RateLimiterMemory(options);
        return [name as LimitName, counter({ ...options, insuranceLimiter })];
      }),
    );
    this.#close = close;
  }

  /** Counts in Redis where there is one, else in the database. */
  static async open(connection: Database['connection'], redisUrl: string | undefined): Promise<Limits> {
    if (redisUrl) {
      const storeClient = connectRedis(redisUrl, {
        maxRetriesPerRequest: 1,
        enableOfflineQueue: false,
        commandTimeout: REDIS_PATIENCE_MS,
      });
      await within(once(storeClient, 'ready'), REDIS_PATIENCE_MS).catch(() => {});
      return new Limits(
        (options) => new RateLimiterRedis({ ...options, storeClient, rejectIfRedisNotReady: true }),
        () => storeClient.disconnect(),
      );
    }
    const counter = (options: Parameters<Counter>[0]) =>
      new RateLimiterMongo({
        ...options,
        storeClient: connection,
        tableName: COLLECTION,
        disableIndexesCreation: true,
      });
    const { points, seconds } = LIMIT_KINDS.message;
    const insuranceLimiter = new RateLimiterMemory({ points, duration: seconds });
    await counter({ keyPrefix: '', points, duration: seconds, insuranceLimiter }).createIndexes();
    return new Limits(counter);
  }

  /** For a process that is alone with its database. */
  static inProcess(): Limits {
    return new Limits((options) => options.insuranceLimiter);
  }

  /** @throws RateLimitedError saying what the limit is and how long to wait */
  async take(name: LimitName, key: string): Promise<void> {
    const id = `${name}:${key}`;
    for (;;) {
      const batch = this.#batches.get(id);
      if (batch && batch.left > 0 && batch.until > Date.now()) {
        batch.left--;
        return;
      }
      // those who come meanwhile share what this one gets
      const taking = this.#taking.get(id) ?? this.#takeBatch(id, name, key);
      await taking;
    }
  }

  /** The attempt was a good one: it does not count. */
  async giveBack(name: LimitName, key: string): Promise<void> {
    await this.#counters.get(name)?.reward(key, 1);
  }

  /** Whatever was counted for the key is forgiven. */
  async forgive(name: LimitName, key: string): Promise<void> {
    await this.#counters.get(name)?.delete(key);
  }

  close(): void {
    this.#close();
  }

  #takeBatch(id: string, name: LimitName, key: string): Promise<void> {
    const taking = this.#consume(id, name, key).finally(() => this.#taking.delete(id));
    this.#taking.set(id, taking);
    return taking;
  }

  async #consume(id: string, name: LimitName, key: string): Promise<void> {
    const kind: LimitKind = LIMIT_KINDS[name];
    const counter = this.#counters.get(name);
    if (!counter) throw new Error(`There is no limit "${name}".`);
    try {
      const { msBeforeNext } = await counter.consume(key, kind.batch);
      if (this.#batches.size >= MOST_BATCHES) this.#dropOld();
      this.#batches.set(id, { left: kind.batch, until: Date.now() + msBeforeNext });
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      logger.info({ limit: name, key }, 'limit reached');
      throw tooMuch(kind, refused.msBeforeNext);
    }
  }

  #dropOld(): void {
    const now = Date.now();
    for (const [id, { until }] of this.#batches) if (until <= now) this.#batches.delete(id);
  }
}

function tooMuch({ points, seconds, of }: LimitKind, waitMs: number): RateLimitedError {
  const window = seconds === 60 ? 'a minute' : inWords(seconds);
  return new RateLimitedError(
    `Too many ${of}: ${points.toLocaleString('en-US')} in ${window} is the limit. Please wait ${inWords(Math.ceil(waitMs / 1_000))} and try again.`,
    waitMs,
  );
}

function inWords(seconds: number): string {
  const [count, unit] = seconds > 90 ? [Math.ceil(seconds / 60), 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
