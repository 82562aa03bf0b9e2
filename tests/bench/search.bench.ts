import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '@clianta/agents/registry';
import { searchEverything } from '@clianta/bot/search/search-everything';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';

const CONTACTS = 100_000;
const COMPANIES = 10_000;
const CHUNK = 5_000;
const WARM_UP = 50;
const SEARCHES = 400;

const FIRST = ['Ada', 'Jane', 'Priya', 'Carlos', 'Akira', 'Zoë', 'Mohammed', 'Ingrid', 'Tom', 'Sofia'];
const LAST = ['Quist', 'Doe', 'Nair', 'Mendes', 'Tanaka', 'Falk', 'Hassan', 'Lindqvist', 'Okafor', 'Rossi'];
const nameOf = (i: number) =>
  `${FIRST[i % 10]} ${LAST[Math.floor(i / 10) % 10]}${i < 100 ? '' : `son ${(i * 7919) % 99_991}`}`;
/** One letter, beginnings, two words, a whole name, a typo, and what there is not. */
const TYPED = [
  'a',
  'ja',
  'jane',
  'jane d',
  'quist',
  'lindqvi',
  'Ada Quist',
  'jnae',
  'company 77',
  'xyzzy',
  'zoe ro',
  'hasan',
];

/** How long finding takes as somebody types, in a workspace with many contacts. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const database = await openDatabase({ dataDir });
  try {
    const crm = new CrmCore({ connection: database.connection });
    await crm.store.ensureIndexes();
    const workspaceId = newId();
    const createdAt = new Date();
    const insert = async (entity: string, count: number, nameAt: (i: number) => string) => {
      for (let from = 0; from < count; from += CHUNK)
        await insertRecords(
          crm,
          workspaceId,
          entity,
          Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => ({
            id: newId(),
            createdAt,
            name: nameAt(from + i),
          })),
        );
    };
    await insert('contact', CONTACTS, nameOf);
    await insert('company', COMPANIES, (i) => `Company ${i}`);
    const actor = { type: 'user' as const, id: newId(), name: 'Sam' };
    const scope: Scope = { workspaceId, actor, role: 'owner', channel: 'web' };
    const times: number[] = [];
    for (let i = 0; i < WARM_UP + SEARCHES; i++) {
      const begin = performance.now();
      await searchEverything(crm, catalogue, scope, TYPED[i % TYPED.length] ?? '');
      if (i >= WARM_UP) times.push(performance.now() - begin);
    }
    times.sort((a, b) => a - b);
    const figures = {
      searchP50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
      searchP95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
    };
    if (!json) {
      process.stdout.write(
        `find by name among ${CONTACTS.toLocaleString('en')} contacts: ${figures.searchP50Ms.toFixed(1)} ms, p95 ${figures.searchP95Ms.toFixed(1)} ms\n`,
      );
    }
    return figures;
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
