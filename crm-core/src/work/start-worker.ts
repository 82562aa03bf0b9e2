import type { CrmCore } from '../crm-core.ts';
import type { EventTransport } from '../events/event-transport.ts';
import { logger } from '../logger.ts';
import { prepareWork } from './waiting-job.ts';
import { WorkClaims } from './work-claims.ts';
import { requireDistinct, Worker, type WorkerOptions } from './worker.ts';

/** Begins to do the work of one lane in this process. */
export async function startWorker<C>(
  crm: CrmCore,
  options: Omit<WorkerOptions<C>, 'claims'>,
): Promise<Worker<C>> {
  requireDistinct(options.jobs);
  const { connection } = crm.store;
  await prepareWork(connection);
  const worker = new Worker({ ...options, claims: new WorkClaims(connection, crm.now) });
  await worker.start();
  return worker;
}

/** Tells the workers of all processes of what this one enqueues, so that nothing waits for their next sweep. */
export function announceWork(crm: CrmCore, transport: EventTransport): () => void {
  return crm.work.onEnqueued(({ lane, id, at }) => {
    transport
      .wakeAt(lane, id, at)
      .catch((err) => logger.warn({ err, id }, 'work will be found by the next sweep'));
  });
}
