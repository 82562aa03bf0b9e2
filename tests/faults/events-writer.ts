import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError } from '@clianta/crm-core/errors';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import type { EventTransport } from '@clianta/crm-core/events/event-transport';
import { startRelay } from '@clianta/crm-core/events/relay';
import { BullmqTransport } from '@clianta/crm-core/events/transports/bullmq';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { QUEUE_PROFILES } from '@clianta/crm-core/events/transports/queue-profile';
import { startJobs } from '@clianta/jobs/start';
import { writeActivity } from '@clianta/jobs/subscribers/write-activity';

interface WriterOptions {
  mongoUri: string;
  /** Absent: in-process. */
  redisUrl?: string;
  /** Who takes the events: everybody, or the timeline alone, whose entries are counted. */
  subscribers: 'all' | 'timeline';
  workspaceId: string;
  writes: number;
  /** File with one line for each acknowledged write. */
  acknowledged: string;
}

/*
 * The process that events-kill.test.ts kills: goes on writing where the acknowledgements end, with relay and handlers
 * in the same process. Ends by itself once everything is written and handled.
 */
const options: WriterOptions = JSON.parse(process.argv[2] ?? '');

const PARALLEL = 8;

// loaded beforehand, so that the test does not wait for it after each kill
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));

const database = await openDatabase({ uri: options.mongoUri, dataDir: '' });
const crm = new CrmCore({ connection: database.connection });
const transport: EventTransport = options.redisUrl
  ? new BullmqTransport({
      url: options.redisUrl,
      // the work of a killed process is taken over after a second instead of 30
      profile: { ...QUEUE_PROFILES['full-speed'], lockDurationMs: 1_000, stalledIntervalMs: 1_000 },
    })
  : new InProcessTransport({ deadLetters: mongoDeadLetters(database.connection) });
const { relay } = startRelay(crm, transport, { sweepEveryMs: 1_000, sweepOlderThanMs: 500 });
const context = { crm, notify: () => {} };
if (options.subscribers === 'all') await startJobs({ ...context, transport });
else {
  await transport.consume('crm-activity-log', (event) => writeActivity(context, event));
  await transport.consume('crm-events', async (event) => {
    const inTimeline = crm.store.entity(event.entity).talk?.inTimeline;
    if (inTimeline) await transport.publish('crm-activity-log', event);
  });
}

const scope: Scope = systemScope(options.workspaceId, 'writer');
const isDone = new Set(
  existsSync(options.acknowledged) ? readFileSync(options.acknowledged, 'utf8').split('\n') : [],
);
const open = Array.from({ length: options.writes }, (_, index) => String(index)).filter(
  (id) => !isDone.has(id),
);

async function write(): Promise<void> {
  for (let number = open.shift(); number !== undefined; number = open.shift()) {
    const email = `person.${number}@kill.example`;
    try {
      await crm.records(Contact).create(scope, { name: `Person ${number}`, email });
    } catch (error) {
      // written before the kill, but the acknowledgement was not
      if (!(error instanceof ConflictError)) throw error;
    }
    appendFileSync(options.acknowledged, `${number}\n`);
  }
}
await Promise.all(Array.from({ length: PARALLEL }, write));

const leftovers = async () => {
  const counts = await Promise.all(
    ['contact', 'activity'].map((name) =>
      crm.store.model(name).countDocuments({ outbox: { $exists: true } }),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
};
do {
  await relay.drain(30_000);
  await transport.drain(30_000);
  await new Promise((resolve) => setTimeout(resolve, 250));
} while ((await leftovers()) > 0);
process.exit(0);
