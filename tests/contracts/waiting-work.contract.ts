import { type ChildProcess, spawn } from 'node:child_process';
import { newId } from '@clianta/crm-core/entity/ids';
import { ForbiddenError, UpstreamError } from '@clianta/crm-core/errors';
import type { EventTransport } from '@clianta/crm-core/events/event-transport';
import { type AnyJob, defineJob, type Job, type JobRun } from '@clianta/crm-core/work/define-job';
import { announceWork, startWorker } from '@clianta/crm-core/work/start-worker';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import type { Worker } from '@clianta/crm-core/work/worker';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { program } from '../support/program.ts';
import type { TestDatabase } from '../support/test-crm.ts';

export interface WorkPlace {
  db: TestDatabase & { uri: string };
  /** A transport of its own for each call; the same `state` finds what an earlier one has left. */
  open(state: string): EventTransport;
  redisUrl?: string;
}

const data = z.object({ step: z.number(), note: z.string().optional() });
type Data = z.output<typeof data>;

/** What work that waits promises, whatever carries the wake-ups. */
export function waitingWorkContract(name: string, place: () => WorkPlace): void {
  describe(`work that waits: ${name}`, () => {
    let workspaceId: string;
    let state: string;
    let transport: EventTransport;
    const opened: Array<() => unknown> = [];
    const crm = () => place().db.crm;

    beforeEach(() => {
      workspaceId = newId();
      state = newId();
      transport = place().open(state);
      opened.push(announceWork(crm(), transport));
    });
    afterEach(async () => {
      for (const close of opened.splice(0).reverse()) await close();
      await transport.close();
    });

    /** A job of a name of its own that remembers its runs. */
    function aJob(
      run: (context: JobRun, data: Data) => Promise<void> = async () => {},
      options: Partial<Job<typeof data>> = {},
    ) {
      const runs: Data[] = [];
      const job = defineJob({
        name: `send_step_${newId()}`,
        data,
        retry: { delaysMs: [20, 40] },
        ...options,
        async run(context: JobRun, one) {
          runs.push(one);
          await run(context, one);
        },
      });
      return { job, runs };
    }
    async function work(...jobs: Array<AnyJob<unknown>>): Promise<Worker<unknown>> {
      const worker = await startWorker<unknown>(crm(), { wake: transport, lane: 'jobs', jobs, context: {} });
      opened.push(() => worker.stop());
      return worker;
    }
    const inState = (...states: Array<'waiting' | 'running' | 'failed' | 'cancelled' | 'done'>) =>
      crm().work.list(workspaceId, { states, limit: 100 });
    const soon = (ms: number) => new Date(Date.now() + ms);

    it('is done with its data when its time has come, and not before', async () => {
      const doneAt: number[] = [];
      const { job, runs } = aJob(async () => void doneAt.push(Date.now()));
      await work(job);
      const at = soon(400);
      await crm().enqueue(job, { step: 1, note: 'hello' }, { workspaceId, at });
      await vi.waitFor(() => expect(runs).toEqual([{ step: 1, note: 'hello' }]), 5_000);
      expect(doneAt[0]).toBeGreaterThanOrEqual(at.getTime());
      // well before the next sweep
      expect(doneAt[0]).toBeLessThan(at.getTime() + 1_000);
    });

    it('is refused when the data are not the job’s', async () => {
      const { job } = aJob();
      await expect(
        crm().enqueue(job, { step: 'one' } as never, { workspaceId, key: 'a' }),
      ).rejects.toMatchObject({ code: 'invalid' });
      expect(await inState('waiting')).toEqual([]);
    });

    it('waits for a process that does it', async () => {
      const { job, runs } = aJob();
      await crm().enqueue(job, { step: 1 }, { workspaceId });
      await work(job);
      await vi.waitFor(() => expect(runs).toHaveLength(1), 5_000);
    });

    it('is one piece of work for one key, and a job, key or workspace apart is another', async () => {
      const { job, runs } = aJob();
      const other = aJob();
      const options = { workspaceId, key: 'a', at: soon(100) };
      const outcomes = await Promise.all([1, 2, 3].map(() => crm().enqueue(job, { step: 1 }, options)));
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['known', 'known', 'new']);
      await crm().enqueue(job, { step: 2 }, { ...options, key: 'b' });
      await crm().enqueue(job, { step: 3 }, { ...options, workspaceId: newId() });
      await crm().enqueue(other.job, { step: 4 }, options);
      await work(job, other.job);
      await vi.waitFor(() => expect([...runs, ...other.runs]).toHaveLength(4), 5_000);
      await vi.waitFor(async () => expect(await inState('waiting', 'running')).toEqual([]));
      expect(await crm().enqueue(job, { step: 1 }, options)).toMatchObject({ outcome: 'known' });
      expect(await inState('waiting')).toEqual([]);
    });

    it('is moved to another time, and given other data, while it waits', async () => {
      const { job, runs } = aJob();
      await work(job);
      await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a', at: soon(60_000) });
      const moved = await crm().enqueue(job, { step: 2 }, { workspaceId, key: 'a', at: soon(100) });
      expect(moved.outcome).toBe('moved');
      await vi.waitFor(() => expect(runs).toEqual([{ step: 2 }]), 5_000);
      await crm().enqueue(job, { step: 3 }, { workspaceId, key: 'b', at: soon(100) });
      await crm().enqueue(job, { step: 3 }, { workspaceId, key: 'b', at: soon(60_000) });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(runs).toHaveLength(1);
      expect(await inState('waiting')).toMatchObject([{ key: 'b', data: { step: 3 } }]);
    });

    it('waits again after its run when it was moved meanwhile', async () => {
      let go = () => {};
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      const { job, runs } = aJob(() => gate);
      await work(job);
      await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a' });
      await vi.waitFor(() => expect(runs).toHaveLength(1), 5_000);
      await crm().enqueue(job, { step: 2 }, { workspaceId, key: 'a' });
      go();
      await vi.waitFor(() => expect(runs).toEqual([{ step: 1 }, { step: 2 }]), 5_000);
      await vi.waitFor(async () => expect(await inState('done')).toHaveLength(1));
    });

    it('is not done when it is cancelled, and is done when it is enqueued again', async () => {
      const { job, runs } = aJob();
      await work(job);
      const at = soon(300);
      await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a', at });
      expect(await crm().work.cancel(job, workspaceId, 'a')).toBe(true);
      expect(await crm().work.cancel(job, workspaceId, 'b')).toBe(false);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(runs).toEqual([]);
      expect(await inState('cancelled')).toHaveLength(1);
      await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a', at });
      await vi.waitFor(() => expect(runs).toHaveLength(1), 5_000);
    });

    it('is asked to stop when it is cancelled while it runs, and is not tried again', async () => {
      const { job, runs } = aJob(
        ({ signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopped')));
          }),
      );
      await work(job);
      const { id } = await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a' });
      await vi.waitFor(() => expect(runs).toHaveLength(1), 5_000);
      await crm().work.cancelById(workspaceId, id);
      await vi.waitFor(async () => expect(await inState('cancelled')).toHaveLength(1), 5_000);
      expect(runs).toHaveLength(1);
      await expect(crm().work.cancelById(newId(), id)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('is tried again with growing waits where the error allows it, and then failed with the reason', async () => {
      const at: number[] = [];
      const { job } = aJob(async () => {
        at.push(Date.now());
        throw new UpstreamError('mail server away');
      });
      await work(job);
      const { id } = await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a' });
      await vi.waitFor(async () => expect(await inState('failed')).toHaveLength(1), 8_000);
      expect(at).toHaveLength(3);
      expect(Number(at[2]) - Number(at[1])).toBeGreaterThanOrEqual(40);
      expect(await inState('failed')).toMatchObject([
        { _id: id, attempts: 3, error: 'UpstreamError: mail server away' },
      ]);
      // the same order again, as of an event that comes twice, does not begin it anew; a person may
      await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a' });
      expect(await inState('failed')).toHaveLength(1);
      await crm().work.retry(workspaceId, id);
      await vi.waitFor(() => expect(at).toHaveLength(6), 8_000);
    });

    it('is not tried again after an error that trying again cannot help', async () => {
      const { job, runs } = aJob(async () => {
        throw new ForbiddenError('not theirs');
      });
      await work(job);
      await crm().enqueue(job, { step: 1 }, { workspaceId });
      await vi.waitFor(
        async () => expect(await inState('failed')).toMatchObject([{ error: 'ForbiddenError: not theirs' }]),
        5_000,
      );
      expect(runs).toHaveLength(1);
    });

    it('fails an attempt that hangs, and its signal says so', async () => {
      let wasAborted = false;
      const { job } = aJob(
        ({ signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              wasAborted = true;
            });
          }),
        { limitMs: 50, retry: { delaysMs: [] } },
      );
      await work(job);
      await crm().enqueue(job, { step: 1 }, { workspaceId });
      await vi.waitFor(
        async () =>
          expect(await inState('failed')).toMatchObject([{ error: expect.stringContaining('longer') }]),
        5_000,
      );
      expect(wasAborted).toBe(true);
    });

    it('runs so many at a time of a workspace, over all workers, while others pass', async () => {
      let running = 0;
      let most = 0;
      let open = () => {};
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const { job, runs } = aJob(
        async (context) => {
          if (context.workspaceId !== workspaceId) return;
          most = Math.max(most, ++running);
          await gate;
          running--;
        },
        { limit: { concurrent: 2 } },
      );
      const other = newId();
      for (let step = 0; step < 30; step++) await crm().enqueue(job, { step }, { workspaceId });
      await crm().enqueue(job, { step: 100 }, { workspaceId: other });
      const second = place().open(state);
      opened.push(() => second.close());
      await work(job);
      opened.push(
        await startWorker<unknown>(crm(), { wake: second, lane: 'jobs', jobs: [job], context: {} }).then(
          (worker) => () => worker.stop(),
        ),
      );
      // the two hold their places until the other workspace's has passed them
      await vi.waitFor(() => {
        expect(running).toBe(2);
        expect(runs.map(({ step }) => step)).toContain(100);
      }, 20_000);
      expect(runs).toHaveLength(3);
      open();
      await vi.waitFor(() => expect(runs).toHaveLength(31), 30_000);
      expect(most).toBe(2);
    });

    it('begins so many in a second of a workspace', async () => {
      const at: number[] = [];
      const { job } = aJob(async () => void at.push(Math.floor(Date.now() / 1_000)), {
        limit: { perSecond: 3 },
      });
      for (let step = 0; step < 8; step++) await crm().enqueue(job, { step }, { workspaceId });
      await work(job);
      await vi.waitFor(() => expect(at).toHaveLength(8), 15_000);
      expect(new Set(at).size).toBeGreaterThanOrEqual(3);
    });

    it('is seen by its workspace alone, the next first', async () => {
      const { job } = aJob();
      await crm().enqueue(job, { step: 2 }, { workspaceId, at: soon(90_000) });
      await crm().enqueue(job, { step: 1 }, { workspaceId, at: soon(60_000) });
      expect((await inState('waiting')).map((one) => one.data.step)).toEqual([1, 2]);
      expect(await crm().work.list(newId(), { states: ['waiting'], limit: 10 })).toEqual([]);
    });

    it('makes its writes under a scope that repeats them when a run comes again', async () => {
      const operations: Array<string | undefined> = [];
      let failures = 1;
      const { job } = aJob(async ({ scope }) => {
        operations.push(scope.operation?.next());
        if (failures-- > 0) throw new Error('once');
      });
      await work(job);
      await crm().enqueue(job, { step: 1 }, { workspaceId, key: 'a' });
      await vi.waitFor(() => expect(operations).toHaveLength(2), 5_000);
      await vi.waitFor(async () => expect(await inState('done')).toHaveLength(1));
      await crm().enqueue(job, { step: 2 }, { workspaceId, key: 'a' });
      await vi.waitFor(() => expect(operations).toHaveLength(3), 5_000);
      expect(operations[1]).toBe(operations[0]);
      expect(operations[2]).not.toBe(operations[0]);
    });

    it('is found without a wake-up, as when the queue lost it', async () => {
      const { job, runs } = aJob();
      const silent = { onWake: async () => {} };
      const worker = await startWorker<unknown>(crm(), {
        wake: silent,
        lane: 'jobs',
        jobs: [job],
        context: {},
        sweepEveryMs: 100,
      });
      opened.push(() => worker.stop());
      await crm().enqueue(job, { step: 1 }, { workspaceId, at: soon(50) });
      await vi.waitFor(() => expect(runs).toHaveLength(1), 5_000);
    });

    it('loses nothing and has no keyed effect twice when its process is killed in the middle', {
      timeout: 60_000,
    }, async () => {
      const { db, redisUrl } = place();
      const total = 150;
      const options = JSON.stringify({ mongoUri: db.uri, redisUrl, prefix: state, workspaceId, total });
      const start = (): ChildProcess => {
        const child = spawn(process.execPath, [program('work-doer'), options], {
          stdio: ['ignore', 'ignore', 'inherit'],
          env: { ...process.env, LOG_LEVEL: 'silent' },
        });
        opened.push(() => child.kill('SIGKILL'));
        return child;
      };
      const count = (collection: string) =>
        db.database.connection.collection(collection).countDocuments({ workspaceId });
      const died = start();
      await vi.waitFor(async () => expect(await count('workEffects')).toBeGreaterThan(total / 3), 20_000);
      died.kill('SIGKILL');
      const cut = (await waitingJobs(db.database.connection).countDocuments({
        workspaceId,
        state: 'running',
      })) as number;
      expect(cut).toBeGreaterThan(0);
      const killedAt = Date.now();
      start();
      // what the dead process had acknowledged and not done, what it was doing, and what it had not enqueued yet
      await vi.waitFor(async () => expect(await count('workEffects')).toBe(total), 40_000);
      await vi.waitFor(async () => expect(await inState('waiting', 'running')).toEqual([]), 20_000);
      expect(Date.now() - killedAt).toBeLessThan(25_000);
      expect(await count('workRuns')).toBeGreaterThan(total);
      expect(await inState('failed')).toEqual([]);
    });
  });
}
