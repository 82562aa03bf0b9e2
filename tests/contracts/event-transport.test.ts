import { type LastRuns, lastRunsInMemory } from '@clianta/crm-core/events/last-runs';
import { BullmqTransport } from '@clianta/crm-core/events/transports/bullmq';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { QUEUE_PROFILES } from '@clianta/crm-core/events/transports/queue-profile';
import { afterAll, beforeAll, describe } from 'vitest';
import { deadLettersInMemory } from '../support/events.ts';
import { startTestRedis } from '../support/redis.ts';
import { eventTransportContract, TEST_DELAYS_MS, TEST_LIMITS } from './event-transport.contract.ts';

const states = new Map<string, LastRuns>();

eventTransportContract('in-process', (state = '') => {
  const lastRuns = states.get(state) ?? lastRunsInMemory();
  if (state) states.set(state, lastRuns);
  return new InProcessTransport({
    deadLetters: deadLettersInMemory(),
    lastRuns,
    retryDelaysMs: TEST_DELAYS_MS,
    ...TEST_LIMITS,
  });
});

describe('on a real Redis', () => {
  let redis: Awaited<ReturnType<typeof startTestRedis>>;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(() => redis.stop());

  let suites = 0;
  eventTransportContract(
    'BullMQ',
    (state) =>
      new BullmqTransport({
        url: redis.url,
        prefix: state ?? `test-${++suites}`,
        retryDelaysMs: TEST_DELAYS_MS,
        ...TEST_LIMITS,
        profile: { ...QUEUE_PROFILES['full-speed'], drainDelaySeconds: 1 },
      }),
  );
});
