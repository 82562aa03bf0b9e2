import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { agents } from '@clianta/agents/registry';
import { AgentService } from '@clianta/agents/run-turn';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { DEMO_WORKSPACE, demoUserId, seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { MemorySaver } from '@langchain/langgraph';
import { type CountingModel, countingModels, prebuiltSupervisor } from './supervisor-baseline.ts';

const WARM_UP = 15;
const ROUNDS = 120;
/** Turns of one kind in a row, after the heap was collected: neither kind pays for the other's garbage. */
const BLOCK = 10;
const REQUEST = 'How many open deals do we have?';
const CALL = {
  name: 'search_deals',
  args: { where: [{ field: 'status', op: 'eq', value: 'open' }], countOnly: true },
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const percentile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A simple turn of ours against the prebuilt supervisor with 24 agents: the same tool on the same database, the same
 * model without latency, both with checkpoints in memory that are deleted after the turn, in blocks by turns in the same
 * run. p50 and p95 are those of the product as it runs: built-in engine, checkpoints in the database.
 */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const database = await openDatabase({ dataDir });
  try {
    const crm = new CrmCore({ connection: database.connection });
    await crm.store.ensureIndexes();
    await seedDemo(crm, { password: 'demo-password' });
    const scope: Scope = {
      workspaceId: DEMO_WORKSPACE,
      actor: { type: 'user', id: demoUserId('Sam Rivera'), name: 'Sam Rivera' },
      role: 'owner',
      channel: 'web',
    };
    const conversation = await crm
      .records(Conversation)
      .create({ ...scope, role: 'system' }, { userId: scope.actor.id, channel: 'web', externalId: newId() });

    const ours = countingModels(CALL);
    const service = new AgentService({ crm, models: ours.models, checkpointer: new MemorySaver() });
    const place = { conversationId: conversation.id, conversation, scope };
    const turnOf = async (one: AgentService) => {
      for await (const event of one.runTurn({ ...place, turnId: newId(), message: REQUEST })) {
        if (event.type === 'done' && !event.result.reply.text.includes('deals'))
          throw new Error(`Wrong answer: ${event.result.reply.text}`);
      }
    };
    const baseline = prebuiltSupervisor(crm, scope, agents, CALL);

    const ourTurn = () => turnOf(service);
    const theirTurn = () => baseline.turn(REQUEST);
    for (let i = 0; i < WARM_UP; i++) for (const turn of [ourTurn, theirTurn]) await turn();
    for (const model of [ours.model, baseline.model]) reset(model);
    const ourMs: number[] = [];
    const theirMs: number[] = [];
    for (let i = 0; i < ROUNDS; i += BLOCK) {
      ourMs.push(...(await timedBlock(ourTurn)));
      theirMs.push(...(await timedBlock(theirTurn)));
    }
    const checkpoints = await openCheckpointer(database.uri);
    const product = new AgentService({ crm, models: embeddedModels(), checkpointer: checkpoints.saver });
    const productMs: number[] = [];
    for (let i = 0; i < WARM_UP + ROUNDS; i++) {
      const ms = await timed(() => turnOf(product));
      if (i >= WARM_UP) productMs.push(ms);
    }
    await checkpoints.stop();

    const per = (model: CountingModel) => ({
      calls: model.counts.calls / ROUNDS,
      chars: model.counts.chars / ROUNDS,
    });
    const [our, their] = [per(ours.model), per(baseline.model)];
    const figures = {
      timeRatio: round(mean(ourMs) / mean(theirMs)),
      modelCalls: our.calls,
      baselineModelCalls: their.calls,
      charsRatio: round(our.chars / their.chars),
      p50Ms: round(percentile(productMs, 0.5)),
      p95Ms: round(percentile(productMs, 0.95)),
    };
    if (!json) {
      console.table({
        clianta: {
          'ms a turn': round(mean(ourMs)),
          'model calls': our.calls,
          'characters sent': Math.round(our.chars),
        },
        'langgraph-supervisor, 24 agents': {
          'ms a turn': round(mean(theirMs)),
          'model calls': their.calls,
          'characters sent': Math.round(their.chars),
        },
      });
      console.table({
        'clianta with the built-in engine': { 'p50 ms': figures.p50Ms, 'p95 ms': figures.p95Ms },
      });
    }
    return figures;
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000;

function reset(model: CountingModel): void {
  model.counts.calls = 0;
  model.counts.chars = 0;
}

async function timedBlock(turn: () => Promise<void>): Promise<number[]> {
  collectGarbage();
  const times: number[] = [];
  for (let i = 0; i < BLOCK; i++) times.push(await timed(turn));
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
