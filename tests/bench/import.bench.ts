import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { idFrom, newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';

const BATCH = 500;
/** Handed over at once, as the import does. */
const AT_ONCE = 2_000;
/** A hundred thousand with `ROWS=100000`, which takes minutes. */
const ROWS = Number(process.env.ROWS ?? 10_000);
const WARM_UP = 2_000;
/** In turn; the median counts. */
const ROUNDS = 3;

/**
 * Many records by `createMany`, with validation, uniqueness, audit log and outbox, beside `insertMany` of the very
 * documents that come of it into the same indexes.
 */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const database = await openDatabase({ dataDir });
  try {
    const crm = new CrmCore({ connection: database.connection });
    await crm.store.ensureIndexes();
    const scope = systemScope(newId());
    const workspace = { name: 'Bench', timeZone: 'UTC', currency: 'USD' };
    await crm.records(Workspace).create(scope, workspace, { id: scope.workspaceId });
    const collection = crm.store.model(Contact).collection;
    let given = 0;
    const createMany = async (count: number) => {
      const rows = Array.from({ length: count }, () => aRow(given++));
      return rateOf(count, async () => {
        for (let at = 0; at < count; at += AT_ONCE)
          await crm.records(Contact).createMany(scope, rows.slice(at, at + AT_ONCE));
      });
    };
    /** The same documents once more, as another workspace's. */
    const insertMany = async (count: number) => {
      const stored = await collection
        .find({ workspaceId: scope.workspaceId }, { projection: { outbox: 0 } })
        .limit(count)
        .toArray();
      const workspaceId = newId();
      const documents = stored.map((one) => ({ ...one, _id: newId(), workspaceId }));
      return rateOf(count, async () => {
        for (let at = 0; at < count; at += BATCH)
          await collection.insertMany(documents.slice(at, at + BATCH) as never[], { ordered: false });
      });
    };
    await createMany(WARM_UP);
    await insertMany(WARM_UP);
    // of this thread alone: the database, in a thread of its own, maps its file into memory
    const before = process.memoryUsage().heapUsed;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().heapUsed);
    }, 50);
    const rates = { createMany: [] as number[], insertMany: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.createMany.push(await createMany(ROWS));
      rates.insertMany.push(await insertMany(ROWS));
    }
    clearInterval(watch);
    const figures = {
      moreMb: Math.round((most - before) / 1e6),
      createManyPerSec: median(rates.createMany),
      insertManyPerSec: median(rates.insertMany),
      createManyRatio: Number((median(rates.createMany) / median(rates.insertMany)).toFixed(2)),
    };
    if (!json)
      console.table({
        'createMany, contacts a second': { value: figures.createManyPerSec, aim: '' },
        'insertMany of the same documents': { value: figures.insertManyPerSec, aim: '' },
        ratio: { value: figures.createManyRatio, aim: 0.5 },
        'heap, MB more': { value: figures.moreMb, aim: 300 },
      });
    return figures;
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function aRow(at: number) {
  return {
    id: idFrom(`bench:${at}`),
    input: {
      name: `Person Number ${at}`,
      email: `person.${at}@example.com`,
      phone: `+1 415 555 ${String(at % 10_000).padStart(4, '0')}`,
      jobTitle: 'Head of Operations',
      city: 'Rotterdam',
      country: 'Netherlands',
      tags: ['imported', `batch-${at % 10}`],
      notes: 'Met at the fair. Wants a quote for 40 seats, decision in the next quarter.',
    },
  };
}

async function rateOf(count: number, act: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await act();
  return Math.round((count / (performance.now() - begun)) * 1_000);
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
