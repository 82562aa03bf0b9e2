import type { Listener } from '@clianta/agents/models/listener';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { EventQueue } from '@clianta/crm-core/events/catalogue';
import type { EventHandler, EventTransport } from '@clianta/crm-core/events/event-transport';
import type { Notify } from '@clianta/crm-core/events/notification.schema';
import { prepareInbound } from '@clianta/crm-core/integrations/inbound-hook/receive-event';
import { prepareWebhooks } from '@clianta/crm-core/integrations/webhook/queue-event';
import { inSpan } from '@clianta/crm-core/telemetry/span';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import type { Worker } from '@clianta/crm-core/work/worker';
import { prepareNotices } from './bulk-notices.ts';
import type { JobContext, RunTurn } from './job.ts';
import { scheduledJobs, waitingJobs } from './registry.ts';
import { onCrmEvent } from './subscribers/on-crm-event.ts';
import { startWorkflows } from './subscribers/start-workflows.ts';
import { writeActivity } from './subscribers/write-activity.ts';

export interface StartJobsOptions {
  crm: CrmCore;
  transport: EventTransport;
  notify: Notify;
  listener?: Listener | undefined;
  runTurn?: RunTurn | undefined;
  /** Takes the events of `crm-workflow-bridge`. Default: workflows begin with them. */
  workflows?: EventHandler;
}

export interface RunningJobs {
  worker: Worker<JobContext>;
  /** The handlers stop with the transport; this waits until what is under way is done, at most 2 s. */
  stop(): Promise<void>;
}

const STOP_MS = 2_000;

/** Connects the subscribers to their queues and starts the jobs. */
export async function startJobs(options: StartJobsOptions): Promise<RunningJobs> {
  const { crm, transport, notify, listener, runTurn, workflows } = options;
  const context: JobContext = { crm, notify, listener, runTurn };
  await prepareNotices(crm);
  await prepareWebhooks(crm);
  await prepareInbound(crm);
  await Promise.all(scheduledJobs.map((job) => job.prepare?.(context)));
  const worker = await startWorker(crm, { wake: transport, lane: 'jobs', jobs: waitingJobs, context });
  // those that events are routed to first
  const consume = (queue: EventQueue, handler: EventHandler) =>
    transport.consume(queue, (event) =>
      inSpan('job', queue, () => handler(event), { turnId: event.turnId, event: event.type }),
    );
  await consume('crm-workflow-bridge', workflows ?? startWorkflows(context));
  await consume('crm-activity-log', (event) => writeActivity(context, event));
  await consume('crm-events', onCrmEvent(context, transport));
  for (const job of scheduledJobs) {
    await transport.schedule({ ...job, run: () => job.run(context) });
  }
  return {
    worker,
    async stop() {
      await Promise.all([worker.stop(), transport.drain(STOP_MS)]);
    },
  };
}
