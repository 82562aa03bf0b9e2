import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { enqueueStart } from '@clianta/crm-core/automation/running/start-run';
import { StepRun } from '@clianta/crm-core/automation/workflow/step-run.schema';
import { ENDED, WorkflowEnrollment } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnDatabase, openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { aContact, aWorkspace } from '../support/test-crm.ts';
import { workflowRuns } from '../support/workflow-runs.ts';

const RUNS = 200;
const STEPS = 2;
const KILLS = 3;
const PATIENCE = { timeout: 120_000, interval: 20 };

let db: OwnDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => {
  db = await openOwnDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await db.close();
});

async function aWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program('workflow-process'), db.uri], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

it('runs whose workers are killed on the way are all ended, none lost and none done twice', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  await crm.records(Workspace).update(home.scope, home.workspaceId, { workflowStartsPerMinute: 6_000 });
  const { id: workflowId } = await workflowRuns(db, home).on({
    trigger: { on: 'manual', entity: 'contact' },
    steps: [
      { id: 'a', kind: 'action', action: 'add_tag', input: { tags: ['called'] } },
      {
        id: 'b',
        kind: 'action',
        action: 'create_task',
        input: { title: 'Call', type: 'call', assignee: home.scope.actor.id },
      },
    ],
  });
  const people = await Promise.all(
    Array.from({ length: RUNS }, (_, at) => aContact(crm, home.scope, { name: `Person ${at}` })),
  );
  // they are there before the work is, or the first one has done it all
  const workers = await Promise.all([aWorker(), aWorker()]);
  const cause = { eventId: newId(), chain: [], depth: 0 };
  await Promise.all(
    people.map(({ id: recordId }) =>
      enqueueStart(crm, home.workspaceId, { workflowId, recordId, cause, what: 'a test', by: 'Sam' }),
    ),
  );
  const runs = crm.store.model(WorkflowEnrollment);
  const ended = () =>
    runs.countDocuments({ workspaceId: home.workspaceId, workflowId, status: { $in: ENDED } });
  /** Runs that have begun and steps that were taken: all begin before the first one ends. */
  const progress = async () => {
    const mine = { workspaceId: home.workspaceId };
    const taken = await crm.store.model(StepRun).countDocuments({ ...mine, status: 'done' });
    return ((await runs.countDocuments(mine)) + taken) / (RUNS * (1 + STEPS));
  };
  let inTheMiddle = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const due = (kill + 1) / (KILLS + 2);
    await vi.waitFor(async () => expect(await progress()).toBeGreaterThanOrEqual(due), PATIENCE);
    const [worker] = workers.splice(0, 1);
    worker?.kill('SIGKILL');
    if ((await progress()) < 1) inTheMiddle++;
    workers.push(await aWorker());
  }
  expect(inTheMiddle).toBeGreaterThan(0);
  await vi.waitFor(async () => expect(await ended()).toBe(RUNS), PATIENCE);
  const mine = { workspaceId: home.workspaceId };
  const tasks = await crm.store
    .model(Task)
    .find(mine)
    .select({ contactId: 1 })
    .lean<{ contactId: string }[]>();
  expect(tasks.map(({ contactId }) => contactId).sort()).toEqual(people.map(({ id }) => id).sort());
  const tagged = await crm.store
    .model(Contact)
    .find(mine)
    .select({ tags: 1, version: 1 })
    .lean<{ tags: string[]; version: number }[]>();
  // made, and changed once
  expect(tagged.map(({ tags, version }) => [tags, version])).toEqual(people.map(() => [['called'], 2]));
  expect(await crm.store.model(StepRun).countDocuments({ ...mine, status: 'done' })).toBe(STEPS * RUNS);
}, 600_000);
