import { InvalidError } from '../errors.ts';
import type { EventTransport } from '../events/event-transport.ts';
import { CLOSE_MS } from '../events/handler-limit.ts';
import { Clock } from '../events/transports/clock.ts';
import { within } from '../events/within.ts';
import { logger } from '../logger.ts';
import type { AnyJob, WorkLane } from './define-job.ts';
import { runJob } from './run-job.ts';
import type { Claimed, Due, WorkClaims } from './work-claims.ts';

export interface WorkerOptions<C> {
  claims: WorkClaims;
  /** Tells at once what is due; without it, and where it forgets, the sweep finds it. */
  wake?: Pick<EventTransport, 'onWake'>;
  lane: WorkLane;
  jobs: ReadonlyArray<AnyJob<C>>;
  /** What the jobs work with. */
  context: C;
  /** Runs at the same time in this process. Default 32. */
  concurrency?: number;
  /** How often what is due, and what a dead process left, is looked for. Default 2 s. */
  sweepEveryMs?: number;
}

/** Short beside what a piece of work takes, long beside how far apart those end that were begun together. */
const GATHER_MS = 10;

/** Does the work of one lane in this process, beside the workers of other processes. */
export class Worker<C> {
  readonly #options: WorkerOptions<C>;
  readonly #jobs: ReadonlyMap<string, AnyJob<C>>;
  readonly #running = new Map<string, Promise<void>>();
  readonly #clock = new Clock();
  #sweeping: Promise<void> | undefined;
  #isBehind = false;
  #isSweepNear = false;
  #isStopped = false;

  constructor(options: WorkerOptions<C>) {
    this.#options = options;
    this.#jobs = new Map(options.jobs.map((job) => [job.name, job]));
  }

  async start(): Promise<void> {
    const { wake, lane, sweepEveryMs = 2_000 } = this.#options;
    if (this.#jobs.size === 0) return;
    this.#clock.repeat({ name: `sweep-${lane}`, everyMs: sweepEveryMs, run: () => this.sweep() });
    await wake?.onWake(lane, (id) => this.#wake(id));
  }

  /** Begins all that is due, as far as there is room. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  /** Waits until nothing runs here and nothing is due. For tests. */
  async settle(): Promise<void> {
    do {
      await this.sweep();
      await Promise.all(this.#running.values());
    } while (this.#isBehind || this.#running.size > 0);
  }

  /** Lets running work finish, at most 3 s; another process takes over what has not by then. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    void this.#clock.stop();
    await within(Promise.allSettled([this.#sweeping, ...this.#running.values()]), CLOSE_MS);
  }

  get #room(): number {
    return (this.#options.concurrency ?? 32) - this.#running.size;
  }

  async #sweep(): Promise<void> {
    const full: Due[] = [];
    for (;;) {
      if (this.#isStopped) return;
      const room = this.#room;
      this.#isBehind = room <= 0;
      if (room <= 0) return;
      const due = await this.#options.claims.due([...this.#jobs.keys()], full, room);
      let isGoingOn = false;
      for (const [first, ...others] of alike(due.filter(({ _id }) => !this.#running.has(_id)))) {
        if (full.some((one) => isAlike(one, first))) continue;
        if (!(await this.#begin([first, ...others]))) full.push(first);
        isGoingOn = true;
      }
      if (due.length < room || !isGoingOn) return;
    }
  }

  async #wake(id: string): Promise<void> {
    if (this.#isStopped || this.#running.has(id)) return;
    this.#isBehind ||= this.#room <= 0;
    if (this.#isBehind) return;
    const due = await this.#options.claims.find(id);
    if (!due) return;
    const earlyMs = due.wakeAt.getTime() - Date.now();
    if (earlyMs > 0) this.#sweepIn(earlyMs);
    else await this.#begin([due]);
  }

  /**
   * @param due - of one job and workspace
   * @returns false when the workspace has as many of the job as it may
   */
  async #begin(due: Alike): Promise<boolean> {
    const { claims, context } = this.#options;
    const [{ job: name, workspaceId }] = due;
    const job = this.#jobs.get(name);
    if (!job) return true;
    const limit = typeof job.limit === 'function' ? await job.limit(context, workspaceId) : job.limit;
    const { claimed, isFull } = await claims.claim(
      due.map(({ _id }) => _id),
      limit,
    );
    if (isFull && limit?.perSecond !== undefined) this.#sweepIn(1_000 - (Date.now() % 1_000));
    for (const one of claimed) this.#run(job, one, limit?.concurrent !== undefined);
    return !isFull;
  }

  #run(job: AnyJob<C>, claimed: Claimed, hasPlace: boolean): void {
    const { claims, context } = this.#options;
    const { _id: id, workspaceId } = claimed;
    const run = runJob(claims, job, claimed, context)
      .then((againAt) => againAt && this.#sweepIn(againAt.getTime() - Date.now()))
      .catch((err) => logger.error({ err, job: job.name, id, workspaceId }, 'work stays for the next sweep'))
      .then(() => {
        this.#running.delete(id);
        if (hasPlace) void this.#sweepSafely();
        else if (this.#isBehind) this.#sweepSoon();
      });
    this.#running.set(id, run);
  }

  /** What ends within some milliseconds is replaced together. */
  #sweepSoon(): void {
    if (this.#isSweepNear) return;
    this.#isSweepNear = true;
    void this.#clock.wait(GATHER_MS).then((isTime) => {
      this.#isSweepNear = false;
      return isTime ? this.#sweepSafely() : undefined;
    });
  }

  #sweepIn(ms: number): void {
    if (ms > (this.#options.sweepEveryMs ?? 2_000)) return;
    // timers may be early by a hair
    void this.#clock.wait(Math.max(0, ms) + 1).then((isTime) => (isTime ? this.#sweepSafely() : undefined));
  }

  async #sweepSafely(): Promise<void> {
    await this.sweep().catch((err) => logger.warn({ err }, 'sweep failed; the next one comes'));
  }
}

type Alike = [Due, ...Due[]];

const isAlike = (a: Due, b: Due): boolean => a.job === b.job && a.workspaceId === b.workspaceId;

/** By job and workspace, in their order: those are begun together. */
function alike(due: readonly Due[]): Alike[] {
  const groups: Alike[] = [];
  for (const one of due) {
    const group = groups.find(([first]) => isAlike(first, one));
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** @throws InvalidError when two jobs have one name */
export function requireDistinct(jobs: ReadonlyArray<{ name: string }>): void {
  const names = jobs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new InvalidError(`Two jobs are called ${twice}.`);
}
