import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';
import { startTestRedis } from '../../support/redis.ts';
import { aWorkspace } from '../../support/test-crm.ts';

let redis: Awaited<ReturnType<typeof startTestRedis>>;
let server: ApiServer;
let sam: ApiClient;

beforeAll(async () => {
  redis = await startTestRedis();
  server = await anApiServer({ QUEUE: 'auto', REDIS_URL: redis.url });
  sam = await signedIn(server);
});
afterAll(async () => {
  await server?.stop();
  await redis?.stop();
});

const get = (path: string, cookie?: string) =>
  request(`${server.url}${path}`, 'GET', undefined, cookie ? { cookie } : {});

it('shows the queues in Redis to an owner, and to nobody else', async () => {
  expect((await get('/admin/queues')).status).toBe(401);
  const priya = await signedIn(server, 'priya@clianta.example');
  expect((await get('/admin/queues', priya.cookie)).status).toBe(403);
  expect((await get('/admin/queues/api/queues', priya.cookie)).status).toBe(403);
  const page = await get('/admin/queues', sam.cookie);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const { body } = await get('/admin/queues/api/queues', sam.cookie);
  expect(body.queues.map(({ name }: { name: string }) => name).sort()).toEqual([
    'crm-activity-log',
    'crm-events',
    'crm-events-dlq',
    'crm-workflow-bridge',
  ]);
  expect(body.queues.every(({ readOnlyMode }: { readOnlyMode: boolean }) => readOnlyMode)).toBe(true);
});

it('is not there for an owner of one workspace of several: the events are those of all', async () => {
  await aWorkspace(server.product.crm);
  expect((await get('/admin/queues', sam.cookie)).status).toBe(403);
});
