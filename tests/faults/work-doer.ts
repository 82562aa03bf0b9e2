import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import { BullmqTransport } from '@clianta/crm-core/events/transports/bullmq';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { announceWork, startWorker } from '@clianta/crm-core/work/start-worker';
import { z } from 'zod';

/* The process that the contract of waiting work kills: enqueues `total` keyed jobs and does them. */
const { mongoUri, redisUrl, prefix, workspaceId, total } = z
  .object({
    mongoUri: z.string(),
    redisUrl: z.string().optional(),
    prefix: z.string(),
    workspaceId: z.string(),
    total: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const { connection } = await openDatabase({ uri: mongoUri, dataDir: '' });
const crm = new CrmCore({ connection });
const transport = redisUrl
  ? new BullmqTransport({ url: redisUrl, prefix })
  : new InProcessTransport({ deadLetters: mongoDeadLetters(connection) });
announceWork(crm, transport);

interface Trace {
  _id: string;
  workspaceId: string;
}
const runs = connection.collection<Trace>('workRuns');
const effects = connection.collection<Trace>('workEffects');

const job = defineJob({
  name: `count_${workspaceId}`,
  data: z.object({ step: z.number() }),
  async run({ scope }: JobRun, { step }) {
    await runs.insertOne({ _id: `${process.pid}.${step}.${Date.now()}`, workspaceId });
    await new Promise((resolve) => setTimeout(resolve, 40));
    // keyed by the operation: whichever run comes first has the effect
    const _id = String(scope.operation?.next());
    await effects.updateOne({ _id }, { $setOnInsert: { workspaceId } }, { upsert: true });
    await new Promise((resolve) => setTimeout(resolve, 40));
  },
});
await startWorker(crm, { wake: transport, lane: 'jobs', jobs: [job], context: {}, concurrency: 8 });
for (let step = 0; step < total; step++) {
  await crm.enqueue(job, { step }, { workspaceId, key: String(step), at: new Date(step) });
}
