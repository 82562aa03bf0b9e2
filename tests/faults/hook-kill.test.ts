import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { definitionSchema } from '@clianta/crm-core/automation/definition.schema';
import { publishWorkflow } from '@clianta/crm-core/automation/running/publish';
import { START_RUN } from '@clianta/crm-core/automation/running/start-run';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { InboundEvent } from '@clianta/crm-core/integrations/inbound-hook/inbound-event.schema';
import { InboundHook } from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { receiveEvent } from '@clianta/crm-core/integrations/inbound-hook/receive-event';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnDatabase, openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { aWorkspace } from '../support/test-crm.ts';
import type { HookProcessOptions } from './hook-process.ts';

let db: OwnDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => {
  db = await openOwnDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await db.close();
});

function taking(options: HookProcessOptions): ChildProcess {
  const child = spawn(process.execPath, [program('hook-process'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

it('an event whose process is killed after it has written the record is done by the next one, and written once', async () => {
  const { crm } = db;
  const { scope, workspaceId } = await aWorkspace(crm);
  const hook = await crm.records(InboundHook).create(scope, {
    name: 'Shop',
    kind: 'contact',
    mapping: [{ path: 'name', field: 'name' }],
  });
  const draft = definitionSchema.parse({
    trigger: { on: 'hook', entity: 'contact', hookId: hook.id },
    steps: [{ id: 'a', kind: 'action', action: 'add_tag', input: { tags: ['shop'] } }],
  });
  await publishWorkflow(crm, scope, await crm.records(Workflow).create(scope, { name: 'Welcome', draft }));
  await receiveEvent(crm, hook, { eventId: 'evt_1', body: '{"name":"Ada Quist"}' });

  const first = taking({ mongoUri: db.uri, isHalting: true });
  await vi.waitFor(async () => expect(await crm.records(Contact).count(scope)).toBe(1), {
    timeout: 30_000,
    interval: 20,
  });
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect((await crm.records(InboundEvent).find(scope)).records).toMatchObject([{ status: 'waiting' }]);
  taking({ mongoUri: db.uri, isHalting: false });
  await vi.waitFor(
    async () =>
      expect((await crm.records(InboundEvent).find(scope)).records).toMatchObject([{ status: 'done' }]),
    { timeout: 90_000, interval: 50 },
  );
  const { records } = await crm.records(Contact).find(scope);
  expect(records.map(({ name, version }) => [name, version])).toEqual([['Ada Quist', 1]]);
  const work = await crm.work.list(workspaceId, { states: ['waiting'], limit: 10 });
  expect(work.filter(({ job }) => job === START_RUN.name)).toHaveLength(1);
});
