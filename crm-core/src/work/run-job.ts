import { operation, systemScope } from '../entity/scope.ts';
import { validate } from '../entity/validate.ts';
import { InvalidError } from '../errors.ts';
import { reasonOf } from '../events/dead-letters.ts';
import { RETRY_DELAYS_MS, retryDelayMs } from '../events/retry-policy.ts';
import { within } from '../events/within.ts';
import { logger } from '../logger.ts';
import { inSpan } from '../telemetry/span.ts';
import type { AnyJob, JobRun } from './define-job.ts';
import { whileRenewing } from './lease.ts';
import type { Claimed, Outcome, WorkClaims } from './work-claims.ts';

const LIMIT_MS = 60_000;
/** Work that has taken a process down this often is not tried again. */
const MAX_STARTS = 20;

/** Runs a claimed job once and writes down what came of it. @returns when it is to run again; undefined when not */
export async function runJob<C>(
  claims: WorkClaims,
  job: AnyJob<C>,
  claimed: Claimed,
  context: C,
): Promise<Date | undefined> {
  const abort = new AbortController();
  const renew = async () => {
    try {
      if (!(await claims.renew(claimed))) abort.abort();
    } catch (err) {
      logger.warn({ err, job: job.name, id: claimed._id }, 'lease could not be renewed');
    }
  };
  const outcome = await inSpan(
    'job',
    job.name,
    async (span) => {
      const came = await whileRenewing(renew, () => attempt(job, claimed, context, abort));
      span.note({ outcome: came.kind });
      return came;
    },
    { attempt: claimed.attempts + 1 },
  );
  return claims.finish(claimed, outcome);
}

async function attempt<C>(
  job: AnyJob<C>,
  claimed: Claimed,
  context: C,
  abort: AbortController,
): Promise<Outcome> {
  const { _id: id, workspaceId, key, attempts, starts, round } = claimed;
  const limitMs = job.limitMs ?? LIMIT_MS;
  const run: JobRun = {
    id,
    ...(key !== undefined && { key }),
    workspaceId,
    attempt: attempts + 1,
    scope: { ...systemScope(workspaceId), operation: operation(`work.${id}.${round}`) },
    signal: abort.signal,
  };
  try {
    if (starts - attempts > MAX_STARTS)
      throw new InvalidError(`It was begun ${MAX_STARTS} times and never finished.`);
    const data = validate(job.data, claimed.data, `data of ${job.name}`);
    if (!(await within(job.run({ ...context, ...run }, data as never), limitMs)))
      throw new Error(`It took longer than ${limitMs / 1_000} s.`);
    return { kind: 'done' };
  } catch (error) {
    abort.abort();
    const facts = { err: error, job: job.name, id, workspaceId, attempt: run.attempt };
    const delayMs = retryDelayMs(error, run.attempt, job.retry?.delaysMs ?? RETRY_DELAYS_MS);
    if (delayMs === undefined) {
      logger.error(facts, 'work failed for good');
      return { kind: 'failed', error: reasonOf(error) };
    }
    logger.warn(facts, 'work will be tried again');
    return { kind: 'retry', delayMs, error: reasonOf(error) };
  }
}
