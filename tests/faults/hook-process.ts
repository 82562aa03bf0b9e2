import { START_RUN } from '@clianta/crm-core/automation/running/start-run';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import type { JobContext } from '@clianta/jobs/job';
import { takeInboundEvent } from '@clianta/jobs/jobs/take-inbound-event.job';

/** What hook-kill.test.ts has this process do: take events from outside until it is killed. */
export interface HookProcessOptions {
  mongoUri: string;
  /** It stands still where the record is written and nothing else of the event. */
  isHalting: boolean;
}

const { mongoUri, isHalting }: HookProcessOptions = JSON.parse(process.argv[2] ?? '');
const { connection } = await openDatabase({ uri: mongoUri, dataDir: '' });
const crm = new CrmCore({ connection });
if (isHalting) {
  const enqueue = crm.enqueue.bind(crm);
  crm.enqueue = ((job, ...rest) =>
    job.name === START_RUN.name ? new Promise(() => {}) : enqueue(job, ...rest)) as typeof crm.enqueue;
}
const context: JobContext = { crm, notify: async () => {} };
await startWorker(crm, {
  wake: new InProcessTransport({ deadLetters: mongoDeadLetters(connection) }),
  lane: 'jobs',
  jobs: [takeInboundEvent],
  context,
});
