import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PrivateRedis, startPrivateRedis } from '@clianta/crm-core/events/private-redis';

/**
 * A real Redis for one suite, on a unix socket in a folder of its own; both are gone after `stop`.
 *
 * @throws when no redis-server is installed: the suites that need it must not pass without it
 */
export async function startTestRedis(
  options: { appendFsync?: 'always' | 'everysec' } = {},
): Promise<PrivateRedis & { dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-redis-'));
  const redis = await startPrivateRedis({ dataDir, ...options });
  if (!redis) {
    throw new Error(
      'No redis-server on the PATH. `npm test` installs it; by hand: apt-get install redis-server',
    );
  }
  return {
    ...redis,
    dataDir,
    async stop() {
      await redis.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
