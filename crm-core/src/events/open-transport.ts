import type { Queue } from 'bullmq';
import type { Connection } from 'mongoose';
import { UpstreamError } from '../errors.ts';
import { mongoDeadLetters } from './dead-letters.ts';
import type { EventTransport } from './event-transport.ts';
import { mongoLastRuns } from './last-runs.ts';
import { startPrivateRedis } from './private-redis.ts';
import { BullmqTransport } from './transports/bullmq.ts';
import { InProcessTransport } from './transports/in-process.ts';
import { QUEUE_PROFILES, type QueueProfileName } from './transports/queue-profile.ts';

export interface TransportOptions {
  /** Of a running Redis; without it a private one is started when there is a binary. */
  redisUrl?: string | undefined;
  /** Where a private Redis keeps its files. */
  dataDir: string;
  /** True: no Redis at all. */
  isInProcess?: boolean;
  /** A given Redis that may throw work away is refused. */
  isProduction?: boolean;
  /** Default `full-speed`. */
  profile?: QueueProfileName | undefined;
  /** Where the in-process transport keeps its dead letters and last runs. */
  connection: Connection;
}

export interface OpenTransport {
  transport: EventTransport;
  /** For people: "BullMQ on Redis" or "in-process". */
  description: string;
  /** The queues in Redis; none without it. */
  queues(): Queue[];
  stop(): Promise<void>;
}

/**
 * The queue by rule: the given Redis, else a private redis-server or valkey-server from the PATH, else in-process.
 * All three lose nothing in a restart.
 *
 * @throws UpstreamError when the given Redis does not answer
 */
export async function openTransport(options: TransportOptions): Promise<OpenTransport> {
  const profile = QUEUE_PROFILES[options.profile ?? 'full-speed'];
  if (!options.isInProcess) {
    if (options.redisUrl) {
      const transport = new BullmqTransport({ url: options.redisUrl, profile });
      if (!(await answers(transport))) {
        await transport.close();
        throw new UpstreamError('The Redis server that REDIS_URL names does not answer. Is it running?');
      }
      const policy = options.isProduction ? await transport.evictionPolicy() : undefined;
      if (policy !== undefined && policy !== 'noeviction') {
        await transport.close();
        throw new UpstreamError(
          `The Redis server that REDIS_URL names throws work away when its memory is full (maxmemory-policy ${policy}). Set it to noeviction.`,
        );
      }
      return {
        transport,
        description: 'BullMQ on Redis',
        queues: () => transport.queues(),
        stop: () => transport.close(),
      };
    }
    const redis = await startPrivateRedis({ dataDir: options.dataDir });
    if (redis) {
      const transport = new BullmqTransport({ url: redis.url, profile });
      return {
        transport,
        description: `BullMQ on a private ${redis.binary}`,
        queues: () => transport.queues(),
        async stop() {
          await transport.close();
          await redis.stop();
        },
      };
    }
  }
  const transport = new InProcessTransport({
    deadLetters: mongoDeadLetters(options.connection),
    lastRuns: mongoLastRuns(options.connection),
  });
  return { transport, description: 'in-process', queues: () => [], stop: () => transport.close() };
}

/** How long a given Redis has to answer at the start; later it may come and go. */
const REDIS_START_MS = 5_000;

/** A queue that never comes must not hold up a start without a word. */
async function answers(transport: EventTransport): Promise<boolean> {
  const until = Date.now() + REDIS_START_MS;
  do {
    if (await transport.isHealthy()) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  } while (Date.now() < until);
  return false;
}
