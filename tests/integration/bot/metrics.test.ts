import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMetrics } from '@clianta/bot/metrics/metrics';
import { expect } from 'vitest';
import { sharedCrmTest as it } from '../../support/fixtures.ts';
import { aContact, aWorkspace } from '../../support/test-crm.ts';

it('tells Prometheus how it is, in few series that name no workspace, person or address', async ({ db }) => {
  const { crm } = db;
  const server = createServer((_request, response) => response.writeHead(200).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const metrics = await startMetrics({ crm, server, port: 0, health: async () => ({ status: 'ok' }) });
  const home = await aWorkspace(crm);
  await aContact(crm, home.scope, { name: 'Zelda Quackenbush' });
  for (const path of ['/api/workspaces/secret-path', '/other'])
    await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })).text();
  const response = await fetch(metrics.url);
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(text).toMatch(/clianta_http_seconds_count\{method="GET",status="2xx"\} 2/);
  expect(text).toMatch(/clianta_writes_total\{change="created"\} [1-9]/);
  expect(text).toContain('clianta_healthy 1');
  expect(text).toMatch(/clianta_jobs\{state="waiting"\} \d/);
  for (const secret of [home.workspaceId, home.scope.actor.id, 'secret-path', 'Zelda'])
    expect(text).not.toContain(secret);
  expect(text.split('\n').filter((line) => line && !line.startsWith('#')).length).toBeLessThan(1_000);
  expect((await fetch(metrics.url.replace('/metrics', '/'))).status).toBe(404);
  await metrics.stop();
  await expect(fetch(metrics.url)).rejects.toThrow();
  server.closeAllConnections();
  server.close();
});
