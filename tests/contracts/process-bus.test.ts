import { MongoLine } from '@clianta/crm-core/events/bus-lines/mongo-line';
import { redisLine } from '@clianta/crm-core/events/bus-lines/redis-line';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { openOwnDatabase } from '../support/own-database.ts';
import { startTestRedis } from '../support/redis.ts';
import { processBusContract } from './process-bus.contract.ts';

describe('on a real Redis', () => {
  let redis: Awaited<ReturnType<typeof startTestRedis>>;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(() => redis.stop());

  processBusContract('Redis', () => ({
    line: () => redisLine(redis.url),
    async interrupt(meanwhile) {
      const admin = new Redis(redis.url);
      await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await meanwhile();
      await admin.quit();
    },
  }));
});

describe('on a database', () => {
  let db: Awaited<ReturnType<typeof openOwnDatabase>>;
  beforeEach(async () => {
    db = await openOwnDatabase();
  });
  afterEach(() => db.close());

  processBusContract('MongoDB', () => ({
    line: () => new MongoLine(db.database.connection),
    async interrupt(meanwhile) {
      const batches = db.database.connection.collection('processMessages');
      const before = await batches.countDocuments();
      await meanwhile();
      // removed before it is looked for, as what is a minute old is
      while ((await batches.countDocuments()) <= before);
      await batches.deleteMany({});
    },
  }));
});
