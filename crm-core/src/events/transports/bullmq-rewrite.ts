import type { Job, JobType, Queue } from 'bullmq';
import type { PayloadChange } from '../event-transport.ts';

/** Every state that a job can be in; those that are over last, as others become them meanwhile. */
const STATES: readonly JobType[] = [
  'waiting',
  'prioritized',
  'delayed',
  'waiting-children',
  'active',
  'failed',
  'completed',
];
const PAGE = 200;

/** Has every job of a queue say what `change` makes of it, in whatever state it is. */
export async function rewriteJobs(queue: Queue, change: PayloadChange): Promise<void> {
  for (const state of STATES) {
    for (let at = 0; ; ) {
      const jobs = (await queue.getJobs([state], at, at + PAGE - 1, true)).filter(Boolean);
      let gone = 0;
      for (const job of jobs) if (await rewriteJob(job, change)) gone++;
      if (jobs.length < PAGE) break;
      at += PAGE - gone;
    }
  }
}

/** @returns whether it is out of the queue */
async function rewriteJob(job: Job, change: PayloadChange): Promise<boolean> {
  const data = job.data as Record<string, unknown>;
  // why it failed may repeat what it was about
  const said = { data, failedReason: job.failedReason, stacktrace: job.stacktrace };
  const next = change(said);
  if (next === said) return false;
  const isOver = (await job.isFailed()) || (await job.isCompleted());
  if (next !== undefined && !isOver) {
    await job.updateData(next.data);
    return false;
  }
  try {
    await job.remove();
    return true;
  } catch {
    // it is being handled: what it says is taken out of it nevertheless
    if (next) await job.updateData(next.data);
    return false;
  }
}
