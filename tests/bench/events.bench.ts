import { newId } from '@clianta/crm-core/entity/ids';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { BullmqTransport } from '@clianta/crm-core/events/transports/bullmq';
import { QUEUE_PROFILES } from '@clianta/crm-core/events/transports/queue-profile';
import { connectRedis } from '@clianta/crm-core/events/transports/redis-connection';
import { Queue, Worker } from 'bullmq';
import { anEvent } from '../support/events.ts';
import { startTestRedis } from '../support/redis.ts';

const EVENTS = 3_000;
const ROUNDS = 10;
/** How many are published at the same time. */
const WINDOW = 500;
const { concurrency } = QUEUE_PROFILES['full-speed'];

/** Publishes all events and waits until each is handled; returns events a second. */
async function measure(
  events: readonly DomainEvent[],
  publish: (event: DomainEvent) => Promise<unknown>,
  consume: (onHandled: () => void) => Promise<void>,
): Promise<number> {
  let handled = 0;
  let finish = () => {};
  const isFinished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  await consume(() => {
    if (++handled === events.length) finish();
  });
  const startedAt = performance.now();
  for (let start = 0; start < events.length; start += WINDOW) {
    await Promise.all(events.slice(start, start + WINDOW).map(publish));
  }
  await isFinished;
  return (events.length / (performance.now() - startedAt)) * 1_000;
}

async function measureRaw(url: string, prefix: string, events: readonly DomainEvent[]): Promise<number> {
  const connection = connectRedis(url);
  const queue = new Queue('raw', { connection, prefix });
  let worker: Worker | undefined;
  const options = {
    attempts: 4,
    backoff: { type: 'custom' },
    removeOnComplete: { age: 86_400 },
    removeOnFail: { age: 7 * 86_400 },
  };
  const perSecond = await measure(
    events,
    (event) => queue.add(event.type, event, { ...options, jobId: event.id }),
    async (onHandled) => {
      worker = new Worker('raw', async () => onHandled(), { connection, prefix, concurrency });
      await worker.waitUntilReady();
    },
  );
  await worker?.close();
  await queue.close();
  connection.disconnect();
  return perSecond;
}

async function measureOurs(url: string, prefix: string, events: readonly DomainEvent[]): Promise<number> {
  const transport = new BullmqTransport({ url, prefix });
  const perSecond = await measure(
    events,
    (event) => transport.publish('crm-events', event),
    (onHandled) => transport.consume('crm-events', async () => onHandled()),
  );
  await transport.close();
  return perSecond;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Events handled a second through our transport against raw BullMQ: same payloads, concurrency, Redis and run. */
export async function run(options: { json: boolean }): Promise<{ ratio: number }> {
  const redis = await startTestRedis();
  const [ours, raw]: [number[], number[]] = [[], []];
  try {
    // the first round warms both up and does not count
    for (let round = 0; round <= ROUNDS; round++) {
      const events = Array.from({ length: EVENTS }, () => anEvent({ recordId: newId() }));
      const measureInto: Array<() => Promise<unknown>> = [
        async () => raw.push(await measureRaw(redis.url, `raw-${round}`, events)),
        async () => ours.push(await measureOurs(redis.url, `ours-${round}`, events)),
      ];
      // in turn, so that neither always finds the emptier Redis
      for (const one of round % 2 === 0 ? measureInto : measureInto.toReversed()) await one();
      if (round === 0) raw.length = ours.length = 0;
    }
  } finally {
    await redis.stop();
  }
  // the two halves of a round run within two seconds: what else the machine does then weighs on both of them
  const ratio = Number(median(ours.map((perSecond, round) => perSecond / (raw[round] ?? 0))).toFixed(3));
  if (!options.json) {
    process.stdout.write(
      `${EVENTS} events, ${ROUNDS} rounds, concurrency ${concurrency}\n` +
        `BullMQ      ${Math.round(median(raw))} events/s\n` +
        `transport   ${Math.round(median(ours))} events/s\n` +
        `ratio       ${ratio}\n`,
    );
  }
  return { ratio };
}
