import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import { definitionSchema } from '@clianta/crm-core/automation/definition.schema';
import { publishWorkflow } from '@clianta/crm-core/automation/running/publish';
import { enqueueStarts } from '@clianta/crm-core/automation/running/start-run';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { ENDED, WorkflowEnrollment } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { newId } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { createFirstWorkspace } from '@clianta/crm-core/workspace/create-workspace';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { MemorySaver } from '@langchain/langgraph';
import { percentile } from './large-workspace.ts';

/** Fewer with `BENCH_ENROLLMENTS=1000`. */
const ENROLLMENTS = Number(process.env.BENCH_ENROLLMENTS ?? 100_000);
/** After so long it says how far it has come. */
const MOST_SECONDS = Number(process.env.BENCH_SECONDS ?? 240);
/** How often the runs are counted: of many that takes the database a while, which is no work of a workflow. */
const COUNT_MS = 1_000;
const WORKERS = 2;
const KILLS = 3;
const CHUNK = 500;
const QUIET_TURNS = 60;
const REQUEST = 'How many tasks are there?';
const WORKER = fileURLToPath(new URL('../faults/workflow-process.ts', import.meta.url));

/**
 * Records begin with a workflow all at once, two workers take them through its two steps and are killed on the way. Each
 * that has ended has got its task once; beside it somebody chats.
 */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const database = await openDatabase({ dataDir });
  const workers: ChildProcess[] = [];
  try {
    const crm = new CrmCore({ connection: database.connection });
    const { workspaceId, scope } = await aFirm(crm);
    const contacts = await people(crm, workspaceId);
    const workflowId = await aWorkflow(crm, scope);
    const chat = await aChat(crm, scope);
    for (let at = 0; at < QUIET_TURNS / 2; at++) await chat();
    const quiet: number[] = [];
    for (let at = 0; at < QUIET_TURNS; at++) quiet.push(await chat());

    const enqueueSeconds = await secondsOf(() =>
      enqueueStarts(crm, workspaceId, contacts, {
        workflowId,
        cause: { eventId: newId(), chain: [], depth: 0 },
        what: 'a benchmark',
        by: 'Sam',
      }),
    );
    for (let at = 0; at < WORKERS; at++) workers.push(await aWorker(database.uri));
    const begun = performance.now();
    const busy: number[] = [];
    let killed = 0;
    let startedAfter = 0;
    let done = 0;
    let countedAt = 0;
    for (;;) {
      busy.push(await chat());
      await sleep(200);
      const elapsed = performance.now() - begun;
      if (elapsed - countedAt < COUNT_MS) continue;
      countedAt = elapsed;
      const runs = crm.store.model(WorkflowEnrollment);
      if (!startedAfter && (await runs.countDocuments({ workspaceId, workflowId })) === ENROLLMENTS)
        startedAfter = elapsed / 1_000;
      done = await runs.countDocuments({ workspaceId, workflowId, status: { $in: ENDED } });
      const share = Math.max(done / ENROLLMENTS, elapsed / 1_000 / MOST_SECONDS);
      if (share >= 1) break;
      // at a quarter, at half and at three quarters of the way
      if (killed < KILLS && share >= (killed + 1) / (KILLS + 1)) {
        workers.push(await replaced(workers[killed % workers.length], database.uri));
        killed++;
      }
    }
    const seconds = (performance.now() - begun) / 1_000;
    for (const worker of workers) worker.kill('SIGKILL');
    const tasks = await crm.store
      .model(Task)
      .find({ workspaceId })
      .select({ contactId: 1 })
      .lean<Array<{ contactId?: string }>>();
    const withTask = new Set(tasks.map(({ contactId }) => contactId));
    const ended = await crm.store
      .model(WorkflowEnrollment)
      .find({ workspaceId, workflowId, status: { $in: ENDED } })
      .select({ recordId: 1 })
      .lean<Array<{ recordId?: string }>>();
    const figures = {
      enrollments: ENROLLMENTS,
      ended: ended.length,
      enqueuedPerSec: ENROLLMENTS / enqueueSeconds,
      startedPerSec: startedAfter > 0 ? ENROLLMENTS / startedAfter : 0,
      seconds,
      stepsPerSec: (ended.length * 2) / seconds,
      killed,
      lost: ended.filter(({ recordId }) => !withTask.has(recordId)).length,
      doubled: tasks.length - withTask.size,
      quietChatP95Ms: percentile(quiet, 0.95),
      busyChatP95Ms: percentile(busy, 0.95),
    };
    if (!json)
      console.table(Object.entries(figures).map(([what, value]) => ({ what, value: value.toFixed(1) })));
    return figures;
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function aFirm(crm: CrmCore): Promise<{ workspaceId: string; scope: Scope }> {
  await crm.store.ensureIndexes();
  const { workspaceId, userId } = await createFirstWorkspace(crm, {
    workspaceName: 'Bench',
    name: 'Sam',
    email: 'sam@own-firm.example',
    password: newId(),
  });
  const actor = { type: 'user' as const, id: userId, name: 'Sam' };
  const scope: Scope = { ...systemScope(workspaceId), actor, role: 'owner', channel: 'web' };
  // what a workspace may start in a minute is not what is measured
  await crm.records(Workspace).update(scope, workspaceId, { workflowStartsPerMinute: 600_000 });
  return { workspaceId, scope };
}

async function people(crm: CrmCore, workspaceId: string): Promise<string[]> {
  const ids = Array.from({ length: ENROLLMENTS }, () => newId());
  const createdAt = new Date();
  for (let from = 0; from < ids.length; from += CHUNK)
    await insertRecords(
      crm,
      workspaceId,
      'contact',
      ids.slice(from, from + CHUNK).map((id, at) => ({ id, createdAt, name: `Person ${from + at}` })),
    );
  return ids;
}

async function aWorkflow(crm: CrmCore, scope: Scope): Promise<string> {
  const { id: userId } = scope.actor;
  const draft = definitionSchema.parse({
    trigger: { on: 'manual', entity: 'contact' },
    steps: [
      { id: 'a', kind: 'action', action: 'add_tag', input: { tags: ['called'] } },
      {
        id: 'b',
        kind: 'action',
        action: 'create_task',
        input: { title: 'Call', type: 'call', assignee: userId },
      },
    ],
  });
  const workflow = await crm.records(Workflow).create(scope, { name: 'Call', draft });
  return (await publishWorkflow(crm, scope, workflow)).id;
}

/** Somebody who asks, and how long the answer took. */
async function aChat(crm: CrmCore, scope: Scope): Promise<() => Promise<number>> {
  const service = new AgentService({ crm, models: embeddedModels(), checkpointer: new MemorySaver() });
  const conversation = await crm
    .records(Conversation)
    .create({ ...scope, role: 'system' }, { userId: scope.actor.id, channel: 'web', externalId: newId() });
  return async () => {
    const begin = performance.now();
    const turn = { conversationId: conversation.id, conversation, scope, turnId: newId(), message: REQUEST };
    for await (const event of service.runTurn(turn))
      if (event.type === 'done' && !event.result.reply.text.includes('task'))
        throw new Error(`Wrong answer: ${event.result.reply.text}`);
    return performance.now() - begin;
  };
}

async function aWorker(uri: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER, uri], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

/** Killed at whatever it is doing, and another in its place. */
async function replaced(worker: ChildProcess | undefined, uri: string): Promise<ChildProcess> {
  worker?.kill('SIGKILL');
  return aWorker(uri);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
}
