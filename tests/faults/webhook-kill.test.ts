import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { queueTest } from '@clianta/crm-core/integrations/webhook/queue-event';
import { WebhookDelivery } from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import { WebhookSubscription } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnDatabase, openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { aWorkspace } from '../support/test-crm.ts';
import type { WebhookProcessOptions } from './webhook-process.ts';

let db: OwnDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => {
  db = await openOwnDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await db.close();
});

function delivering(options: WebhookProcessOptions): ChildProcess {
  const child = spawn(process.execPath, [program('webhook-process'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

it('a webhook whose process is killed after it has posted is posted again, the same bytes under the same id', async () => {
  const posts: Array<{ id: string | string[] | undefined; body: string }> = [];
  const system = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      posts.push({ id: request.headers['webhook-id'], body });
      // the first is taken and never answered
      if (posts.length > 1) response.writeHead(204).end();
    });
  });
  system.listen(0, '127.0.0.1');
  await once(system, 'listening');
  const { port } = system.address() as AddressInfo;
  const home = await aWorkspace(db.crm);
  const webhook = await db.crm
    .records(WebhookSubscription)
    .create(home.scope, { name: 'ERP', url: 'https://erp.example.com/hook', events: ['deal.won'] });
  const id = await queueTest(db.crm, webhook);

  const first = delivering({ mongoUri: db.uri, port });
  await vi.waitFor(() => expect(posts).toHaveLength(1), { timeout: 30_000, interval: 20 });
  first.kill('SIGKILL');
  await once(first, 'exit');
  delivering({ mongoUri: db.uri, port });
  await vi.waitFor(
    async () => expect((await db.crm.records(WebhookDelivery).get(home.scope, id)).status).toBe('sent'),
    { timeout: 40_000, interval: 50 },
  );
  system.closeAllConnections();
  system.close();
  expect(posts).toHaveLength(2);
  expect(posts[1]).toEqual(posts[0]);
});
