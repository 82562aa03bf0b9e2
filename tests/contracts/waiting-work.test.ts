import { BullmqTransport } from '@clianta/crm-core/events/transports/bullmq';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { QUEUE_PROFILES } from '@clianta/crm-core/events/transports/queue-profile';
import { prepareWork } from '@clianta/crm-core/work/waiting-job';
import { afterAll, beforeAll } from 'vitest';
import { deadLettersInMemory } from '../support/events.ts';
import { openOwnDatabase } from '../support/own-database.ts';
import { startTestRedis } from '../support/redis.ts';
import { waitingWorkContract } from './waiting-work.contract.ts';

let db: Awaited<ReturnType<typeof openOwnDatabase>>;
let redis: Awaited<ReturnType<typeof startTestRedis>>;
beforeAll(async () => {
  [db, redis] = await Promise.all([openOwnDatabase(), startTestRedis()]);
  await prepareWork(db.database.connection);
});
afterAll(async () => {
  await db.close();
  await redis.stop();
});

waitingWorkContract('without Redis', () => ({
  db,
  open: () => new InProcessTransport({ deadLetters: deadLettersInMemory() }),
}));

waitingWorkContract('BullMQ', () => ({
  db,
  redisUrl: redis.url,
  open: (prefix) =>
    new BullmqTransport({
      url: redis.url,
      prefix,
      profile: { ...QUEUE_PROFILES['full-speed'], drainDelaySeconds: 1 },
    }),
}));
