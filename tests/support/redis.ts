import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrivateRedis } from '@clianta/crm-core/events/private-redis';
import { connectRedis } from '@clianta/crm-core/events/transports/redis-connection';

/** A Redis has so many databases unless it is told otherwise. */
const DATABASES = 16;

interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

/**
 * A real Redis for one suite: an empty database of the server that REDIS_URL names, else a server of the suite's own on
 * a unix socket in a folder that goes away. `isOwn` is for a suite that takes the server down.
 *
 * @throws when no redis-server is installed: the suites that need it must not pass without it
 */
export async function startTestRedis({ isOwn = false } = {}): Promise<TestRedis> {
  if (process.env.REDIS_URL && !isOwn) return emptyDatabase(process.env.REDIS_URL);
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-redis-'));
  const redis = await startPrivateRedis({ dataDir });
  if (!redis) {
    throw new Error(
      'No redis-server on the PATH. `npm test` installs it; by hand: apt-get install redis-server',
    );
  }
  return {
    url: redis.url,
    async stop() {
      await redis.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A worker of the test run has one suite at a time, and so one database. */
async function emptyDatabase(server: string): Promise<TestRedis> {
  const url = new URL(server);
  url.pathname = `/${Number(process.env.VITEST_POOL_ID ?? 0) % DATABASES}`;
  const redis = connectRedis(url.href);
  const flush = () => redis.flushdb();
  await flush();
  return {
    url: url.href,
    async stop() {
      await flush();
      redis.disconnect();
    },
  };
}
