import { defineJob } from '@clianta/crm-core/work/define-job';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type ApiClient, type ApiServer, anApiServer, signedIn } from '../../support/api-server.ts';

let server: ApiServer;
let sam: ApiClient;
beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
});
afterAll(() => server.stop());

describe('work that waits, over the API', () => {
  it('is shown to admins without its data, can be cancelled, and done again when it failed', async () => {
    const { crm } = server.product;
    let isBroken = true;
    const job = defineJob({
      name: 'send_test',
      data: z.object({ secret: z.string() }),
      retry: { delaysMs: [] },
      async run() {
        if (isBroken) throw new Error('mail server away');
      },
    });
    const { workspaceId } = sam;
    const worker = await startWorker(crm, { lane: 'jobs', jobs: [job], context: {} });
    const { id } = await crm.enqueue(job, { secret: 'x' }, { workspaceId });
    const later = await crm.enqueue(job, { secret: 'x' }, { workspaceId, at: new Date(Date.now() + 60_000) });
    await worker.settle();
    const jobsIn = async (query = '') =>
      (await sam.call('GET', `/work${query}`)).body.jobs.filter(
        (one: { job: string }) => one.job === job.name,
      );
    expect(await jobsIn('?state=failed')).toEqual([
      {
        id,
        job: 'send_test',
        state: 'failed',
        at: expect.any(String),
        attempts: 1,
        error: 'Error: mail server away',
      },
    ]);
    isBroken = false;
    expect((await sam.call('POST', `/work/${id}/retry`)).status).toBe(200);
    await vi.waitFor(async () => expect(await jobsIn('?state=done')).toMatchObject([{ id }]), 10_000);
    expect((await sam.call('DELETE', `/work/${later.id}`)).status).toBe(200);
    expect(await jobsIn()).toEqual([]);
    expect((await sam.call('DELETE', '/work/none')).status).toBe(404);
    await worker.stop();
  });

  it('is no business of others', async () => {
    const tom = await signedIn(server, 'tom@clianta.example');
    for (const [method, path] of [
      ['GET', '/work'],
      ['POST', '/work/x/retry'],
      ['DELETE', '/work/x'],
    ] as const) {
      expect((await tom.call(method, path)).status).toBe(403);
    }
  });
});
