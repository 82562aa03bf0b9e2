import { Redis, type RedisOptions } from 'ioredis';
import { within } from '../within.ts';
import { logRedisTrouble } from './redis-trouble.ts';

/**
 * A connection for BullMQ: commands wait for as long as Redis is away and are sent again when it is back.
 *
 * @param url - `redis://`, `rediss://` or the path of a unix socket
 */
export function connectRedis(url: string, options: RedisOptions = {}): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    // a private Redis restarts in well under a second; a remote one is asked every 2 s
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000),
    ...options,
  });
  redis.on('error', (error) => logRedisTrouble(error, {}));
  return redis;
}

/** Whether Redis answers within `timeoutMs`. */
export async function pings(redis: Redis, timeoutMs: number): Promise<boolean> {
  if (redis.status !== 'ready') return false;
  return within(redis.ping(), timeoutMs).catch(() => false);
}
