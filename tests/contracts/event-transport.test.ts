import { BullmqTransport } from '@clianta/crm-core/events/transports/bullmq';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { QUEUE_PROFILES } from '@clianta/crm-core/events/transports/queue-profile';
import { afterAll, beforeAll, describe } from 'vitest';
import { deadLettersInMemory } from '../support/events.ts';
import { startTestRedis } from '../support/redis.ts';
import { eventTransportContract, TEST_DELAYS_MS } from './event-transport.contract.ts';

eventTransportContract(
  'in-process',
  () => new InProcessTransport({ deadLetters: deadLettersInMemory(), retryDelaysMs: TEST_DELAYS_MS }),
);

describe('on a real Redis', () => {
  let redis: Awaited<ReturnType<typeof startTestRedis>>;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(() => redis.stop());

  let suites = 0;
  eventTransportContract(
    'BullMQ',
    () =>
      new BullmqTransport({
        url: redis.url,
        prefix: `test-${++suites}`,
        retryDelaysMs: TEST_DELAYS_MS,
        profile: { ...QUEUE_PROFILES['full-speed'], drainDelaySeconds: 1 },
      }),
  );
});
