import type { Connection } from 'mongoose';
import { duplicateKey } from '../entity/conflicts.ts';
import { newId } from '../entity/ids.ts';
import type { JobLimit } from './define-job.ts';
import { gather } from './gather.ts';
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

/** So many runs are written down by one command. */
const MOST_DONE = 500;

/** Who does what: each job is held by at most one run, and a limited one by at most so many of its workspace. */
export class WorkClaims {
  readonly #connection: Connection;
  readonly #now: () => Date;
  readonly #done: (run: Claimed) => Promise<void>;
  readonly #written = new WeakSet<Claimed>();

  constructor(connection: Connection, now: () => Date) {
    this.#connection = connection;
    this.#now = now;
    this.#done = gather((runs) => this.#areDone(runs), { most: MOST_DONE });
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
   * Takes what of these is due; they are of one job and workspace.
   *
   * @returns those that this run holds now, and whether the workspace has as many as it may. What is not due any more, and
   *   what another run has, is in neither.
   */
  async claim(
    ids: readonly string[],
    limit: JobLimit = {},
  ): Promise<{ claimed: Claimed[]; isFull: boolean }> {
    if (limit.concurrent !== undefined) return this.#claimPlaces(ids, limit, limit.concurrent);
    const claimed = await this.#claimAll(ids);
    return limit.perSecond === undefined
      ? { claimed, isFull: false }
      : this.#withinRate(claimed, limit.perSecond);
  }

  /** One by one, each in a place of its own. */
  async #claimPlaces(ids: readonly string[], { perSecond }: JobLimit, concurrent: number) {
    const claimed: Claimed[] = [];
    for (const id of ids) {
      const one = await this.#claimPlace(id, concurrent);
      if (one === 'full') return { claimed, isFull: true };
      if (one === 'gone') continue;
      const { claimed: own, isFull } =
        perSecond === undefined
          ? { claimed: [one], isFull: false }
          : await this.#withinRate([one], perSecond);
      claimed.push(...own);
      if (isFull) return { claimed, isFull };
    }
    return { claimed, isFull: false };
  }

  async #claimAll(ids: readonly string[]): Promise<Claimed[]> {
    const now = this.#now();
    // of many it names them all: a run is a job with its owner
    const owner = newId();
    const { modifiedCount } = await this.#jobs.updateMany(
      { ...dueAt(now), _id: { $in: [...ids] } },
      { $set: held(owner, now), $inc: { starts: 1 } },
    );
    if (modifiedCount === 0) return [];
    const found = await this.#jobs.find({ _id: { $in: [...ids] }, owner }).toArray();
    const byId = new Map(found.map((one) => [one._id, one]));
    return ids.flatMap((id) => {
      const one = byId.get(id);
      return one ? [{ ...one, owner }] : [];
    });
  }

  async #claimPlace(id: string, concurrent: number): Promise<Claimed | 'gone' | 'full'> {
    const now = this.#now();
    const due = { ...dueAt(now), _id: id };
    const found = await this.#jobs.findOne(due);
    if (!found) return 'gone';
    const owner = newId();
    for (const slot of slotsOf(found, concurrent)) {
      try {
        const claimed = await this.#jobs.findOneAndUpdate(
          due,
          { $set: { ...held(owner, now), slot }, $inc: { starts: 1 } },
          { returnDocument: 'after' },
        );
        return claimed ? { ...claimed, owner } : 'gone';
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
  async finish(run: Claimed, outcome: Outcome): Promise<Date | undefined> {
    if (outcome.kind === 'done') await this.#done(run);
    if (this.#written.has(run)) return undefined;
    const { _id, owner } = run;
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

  /** Those that nobody has moved meanwhile; where there are others, each is looked at. */
  async #areDone(runs: readonly Claimed[]): Promise<void> {
    const now = this.#now();
    const { matchedCount } = await this.#jobs.bulkWrite(
      runs.map(({ _id, owner }) => ({
        updateOne: {
          filter: { _id, owner, next: { $exists: false } },
          update: {
            $set: { state: 'done' as const, goneAt: keptUntil(now), updatedAt: now },
            $unset: { owner: 1, slot: 1, isCancelled: 1 },
          },
        },
      })),
      { ordered: false },
    );
    if (matchedCount === runs.length) for (const run of runs) this.#written.add(run);
  }

  /** What is more than may begin in this second waits for the next one. */
  async #withinRate(claimed: Claimed[], perSecond: number): Promise<{ claimed: Claimed[]; isFull: boolean }> {
    const [first] = claimed;
    if (!first) return { claimed, isFull: false };
    const now = this.#now();
    const _id = `${first.job}:${first.workspaceId}:${Math.floor(now.getTime() / 1_000)}`;
    const count = () =>
      workRates(this.#connection).findOneAndUpdate(
        { _id },
        { $inc: { count: claimed.length }, $setOnInsert: { at: now } },
        { upsert: true, returnDocument: 'after' },
      );
    // two first ones at once: the other has made it
    const rate = await count().catch((error) => (duplicateKey(error) ? count() : Promise.reject(error)));
    const over = Math.min(claimed.length, Math.max(0, (rate?.count ?? claimed.length) - perSecond));
    if (over === 0) return { claimed, isFull: false };
    const within = claimed.length - over;
    await this.#putOff(claimed.slice(within));
    return { claimed: claimed.slice(0, within), isFull: true };
  }

  /** To the next second. */
  async #putOff(claimed: readonly Claimed[]): Promise<void> {
    const wakeAt = new Date((Math.floor(this.#now().getTime() / 1_000) + 1) * 1_000);
    await this.#jobs.updateMany(
      { _id: { $in: claimed.map(({ _id }) => _id) }, owner: { $in: claimed.map(({ owner }) => owner) } },
      { $set: { state: 'waiting', wakeAt }, $unset: { owner: 1, slot: 1 }, $inc: { starts: -1 } },
    );
  }
}

const dueAt = (now: Date) => ({
  state: { $in: ['waiting' as const, 'running' as const] },
  wakeAt: { $lte: now },
});

const held = (owner: string, now: Date) => ({
  state: 'running' as const,
  owner,
  wakeAt: new Date(now.getTime() + LEASE_MS),
});

/** The places to try; one that a dead run of the same job held is its own. */
function slotsOf({ job, workspaceId, slot }: WaitingJob, concurrent: number): string[] {
  if (slot !== undefined) return [slot];
  return Array.from({ length: concurrent }, (_, index) => `${job}:${workspaceId}:${index}`);
}
