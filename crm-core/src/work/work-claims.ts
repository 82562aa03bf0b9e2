import type { Connection } from 'mongoose';
import { duplicateKey } from '../entity/conflicts.ts';
import { newId } from '../entity/ids.ts';
import type { JobLimit } from './define-job.ts';
import { LEASE_MS } from './lease.ts';
import { keptUntil, type WaitingJob, waitingJobs, workRates } from './waiting-job.ts';

/** A job that a run of this process holds; `owner` names the run. */
export type Claimed = WaitingJob & { owner: string };

/** What a worker needs to know to begin it. */
export type Due = Pick<WaitingJob, '_id' | 'job' | 'workspaceId' | 'wakeAt'>;
const DUE = { job: 1, workspaceId: 1, wakeAt: 1 } as const;

/** What a run came to. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'retry'; delayMs: number; error: string }
  | { kind: 'failed'; error: string };

/** Failed jobs are kept for people to look at. */
const FAILED_KEPT_MS = 30 * 86_400_000;

/** Who does what: each job is held by at most one run, and a limited one by at most so many of its workspace. */
export class WorkClaims {
  readonly #connection: Connection;
  readonly #now: () => Date;

  constructor(connection: Connection, now: () => Date) {
    this.#connection = connection;
    this.#now = now;
  }

  get #jobs() {
    return waitingJobs(this.#connection);
  }

  /**
   * The next jobs to begin; not those of these workspaces' full jobs. Those of processes that died come first: each holds
   * a place of its limit, and behind others that wait for a place it would never be begun again.
   */
  async due(jobs: readonly string[], full: readonly Due[], limit: number): Promise<Due[]> {
    const of = (state: WaitingJob['state'], most: number) =>
      this.#jobs
        .find({
          job: { $in: [...jobs] },
          state,
          wakeAt: { $lte: this.#now() },
          ...(full.length > 0 && { $nor: full.map(({ job, workspaceId }) => ({ job, workspaceId })) }),
        })
        .project<Due>(DUE)
        .sort({ wakeAt: 1 })
        .limit(most)
        .toArray();
    const left = await of('running', limit);
    return left.length < limit ? [...left, ...(await of('waiting', limit - left.length))] : left;
  }

  find(id: string): Promise<Due | null> {
    return this.#jobs.findOne({ _id: id }, { projection: DUE });
  }

  /**
   * Takes a job that is due.
   *
   * @returns `gone` when it is not due any more or another run has it; `full` when its workspace has as many as it may
   */
  async claim(id: string, limit: JobLimit = {}): Promise<Claimed | 'gone' | 'full'> {
    const now = this.#now();
    const due = { _id: id, state: { $in: ['waiting' as const, 'running' as const] }, wakeAt: { $lte: now } };
    const found = await this.#jobs.findOne(due);
    if (!found) return 'gone';
    const owner = newId();
    for (const slot of slotsOf(found, limit.concurrent)) {
      try {
        const claimed = await this.#jobs.findOneAndUpdate(
          due,
          {
            $set: {
              state: 'running',
              owner,
              wakeAt: new Date(now.getTime() + LEASE_MS),
              ...(slot !== undefined && { slot }),
            },
            $inc: { starts: 1 },
          },
          { returnDocument: 'after' },
        );
        if (!claimed) return 'gone';
        if (limit.perSecond === undefined || (await this.#isWithinRate(claimed, limit.perSecond)))
          return { ...claimed, owner };
        await this.#putOff({ ...claimed, owner });
        return 'full';
      } catch (error) {
        if (!duplicateKey(error)) throw error;
      }
    }
    return 'full';
  }

  /** @returns whether the run still holds the job, and it is still wanted */
  async renew({ _id, owner }: Claimed): Promise<boolean> {
    const renewed = await this.#jobs.findOneAndUpdate(
      { _id, owner },
      { $set: { wakeAt: new Date(this.#now().getTime() + LEASE_MS) } },
      { projection: { isCancelled: 1 } },
    );
    return renewed !== null && renewed.isCancelled !== true;
  }

  /** Writes down what a run came to, unless another has taken the job over. @returns when it is to run again */
  async finish({ _id, owner }: Claimed, outcome: Outcome): Promise<Date | undefined> {
    for (;;) {
      const current = await this.#jobs.findOne({ _id, owner });
      if (!current) return undefined;
      const values = this.#after(current, outcome);
      const { matchedCount } = await this.#jobs.updateOne(
        { _id, owner, revision: current.revision },
        {
          $set: { updatedAt: this.#now(), ...values },
          $unset: { owner: 1, slot: 1, next: 1, isCancelled: 1 },
          ...(current.next && { $inc: { revision: 1, round: 1 } }),
        },
      );
      // somebody moved or cancelled it in this moment
      if (matchedCount === 0) continue;
      return values.state === 'waiting' ? values.wakeAt : undefined;
    }
  }

  #after(job: WaitingJob, outcome: Outcome): Partial<WaitingJob> {
    const now = this.#now();
    const { next } = job;
    if (next) return { state: 'waiting', ...next, wakeAt: next.at, attempts: 0, starts: 0 };
    if (outcome.kind === 'done') return { state: 'done', goneAt: keptUntil(now) };
    if (job.isCancelled) return { state: 'cancelled', goneAt: keptUntil(now) };
    const failed = { attempts: job.attempts + 1, error: outcome.error };
    if (outcome.kind === 'retry')
      return { state: 'waiting', wakeAt: new Date(now.getTime() + outcome.delayMs), ...failed };
    return { state: 'failed', goneAt: new Date(now.getTime() + FAILED_KEPT_MS), ...failed };
  }

  async #isWithinRate({ job, workspaceId }: WaitingJob, perSecond: number): Promise<boolean> {
    const now = this.#now();
    const _id = `${job}:${workspaceId}:${Math.floor(now.getTime() / 1_000)}`;
    const count = () =>
      workRates(this.#connection).findOneAndUpdate(
        { _id },
        { $inc: { count: 1 }, $setOnInsert: { at: now } },
        { upsert: true, returnDocument: 'after' },
      );
    // two first ones at once: the other has made it
    const rate = await count().catch((error) => (duplicateKey(error) ? count() : Promise.reject(error)));
    return (rate?.count ?? 1) <= perSecond;
  }

  /** To the next second. */
  async #putOff({ _id, owner }: Claimed): Promise<void> {
    const wakeAt = new Date((Math.floor(this.#now().getTime() / 1_000) + 1) * 1_000);
    await this.#jobs.updateOne(
      { _id, owner },
      { $set: { state: 'waiting', wakeAt }, $unset: { owner: 1, slot: 1 }, $inc: { starts: -1 } },
    );
  }
}

/** The places to try; one that a dead run of the same job held is its own. */
function slotsOf(
  { job, workspaceId, slot }: WaitingJob,
  concurrent: number | undefined,
): Array<string | undefined> {
  if (concurrent === undefined) return [undefined];
  if (slot !== undefined) return [slot];
  return Array.from({ length: concurrent }, (_, index) => `${job}:${workspaceId}:${index}`);
}
