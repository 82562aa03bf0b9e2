import { startPrivateRedis } from '@clianta/crm-core/events/private-redis';

/** A process that owns a private Redis until it is killed: `tsx redis-owner.ts <dataDir>`. */
const redis = await startPrivateRedis({ dataDir: process.argv[2] ?? '.' });
process.stdout.write(`${redis?.pid}\n`);
setInterval(() => {}, 1_000);
