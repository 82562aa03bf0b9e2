import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '@clianta/agents/registry';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { newId } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { takeSnapshots } from '@clianta/crm-core/intelligence/forecast/take-snapshots';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { percentile } from './large-workspace.ts';

const DEALS = 100_000;
const CHUNK = 5_000;
const OWNERS = 20;
const ROUNDS = 5;
const NOW = new Date('2026-11-20T08:30:00Z');

/** Forecasts over 100,000 deals, a third of them open, as a pipeline has them. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const database = await openDatabase({ dataDir });
  try {
    const crm = new CrmCore({ connection: database.connection, now: () => NOW });
    await crm.store.ensureIndexes();
    const scope = await aWorkspaceOfDeals(crm);
    const context = await readingContext(crm, catalogue, scope);
    const call = (name: string, args: Record<string, unknown>) => async () =>
      void (await catalogue.tool(name)?.tool.run(args as never, context));
    const deal = (await crm.records(Opportunity).find(scope, { where: [OPEN], limit: 1 })).records[0];
    const work: Record<string, () => Promise<void>> = {
      forecast: call('forecast', {}),
      'forecast by owner': call('forecast', { of: { groupBy: 'owner' } }),
      'win probability': call('win_probability', { deal: deal?.id }),
      scenario: call('scenario', { deal: deal?.id }),
    };
    const figures: Record<string, number> = {};
    for (const [name, once] of Object.entries(work)) figures[`${name} ms`] = await median(once);
    const from = performance.now();
    await takeSnapshots(crm, scope.workspaceId, '2026-11-20', 'Europe/Berlin');
    figures['a night of snapshots ms'] = performance.now() - from;
    if (!json)
      for (const [name, ms] of Object.entries(figures))
        process.stdout.write(`${name.padEnd(28)} ${ms.toFixed(0).padStart(8)}\n`);
    return figures;
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const OPEN = { field: 'status', op: 'eq', value: 'open' } as const;

async function median(once: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const from = performance.now();
    await once();
    if (round > 0) times.push(performance.now() - from);
  }
  return percentile(times, 0.5);
}

async function aWorkspaceOfDeals(crm: CrmCore): Promise<Scope> {
  const workspaceId = newId();
  const system = systemScope(workspaceId);
  await crm
    .records(Workspace)
    .create(system, { name: 'Bench', timeZone: 'Europe/Berlin', currency: 'USD' }, { id: workspaceId });
  const stages = [0.2, 0.4, 0.6, 0.8].map((probability, at) => ({
    id: newId(),
    name: `Stage ${at}`,
    probability,
    kind: 'open' as const,
  }));
  const { id: pipelineId } = await crm
    .records(Pipeline)
    .create(system, { name: 'Sales', isDefault: true, stages });
  const owners = Array.from({ length: OWNERS }, newId);
  for (let from = 0; from < DEALS; from += CHUNK)
    await insertRecords(
      crm,
      workspaceId,
      Opportunity.name,
      Array.from({ length: CHUNK }, (_, i) => dealAt(from + i, { pipelineId, stages, owners })),
    );
  return { ...system, actor: { type: 'user', id: String(owners[0]), name: 'Sam' }, role: 'owner' };
}

const DAY_MS = 86_400_000;

function dealAt(
  i: number,
  {
    pipelineId,
    stages,
    owners,
  }: { pipelineId: string; stages: Array<{ id: string; probability: number }>; owners: string[] },
) {
  const stage = stages[i % stages.length];
  const status = i % 3 === 0 ? 'open' : i % 3 === 1 ? 'won' : 'lost';
  // of the open ones a tenth has slipped; the others were closed over two years
  const days = status === 'open' ? ((i * 7919) % 200) - 20 : -((i * 7919) % 700);
  const day = new Date(NOW.getTime() + days * DAY_MS);
  return {
    id: newId(),
    createdAt: new Date(NOW.getTime() - (800 + (i % 100)) * DAY_MS),
    title: `Deal ${i}`,
    pipelineId,
    stageId: stage?.id,
    probability: stage?.probability,
    lastStageId: status === 'open' ? undefined : stage?.id,
    status,
    // each of its own
    amountMinor: 100_000 + ((i * 104_729) % 9_999_991),
    ownerId: owners[i % owners.length],
    source: `Source ${i % 8}`,
    expectedCloseAt: day.toISOString().slice(0, 10),
    closedAt: status === 'open' ? undefined : day,
  };
}
