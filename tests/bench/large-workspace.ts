import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';

export const CONTACTS = 100_000;
const COMPANIES = 10_000;
const CHUNK = 5_000;

const FIRST = ['Ada', 'Jane', 'Priya', 'Carlos', 'Akira', 'Zoë', 'Mohammed', 'Ingrid', 'Tom', 'Sofia'];
const LAST = ['Quist', 'Doe', 'Nair', 'Mendes', 'Tanaka', 'Falk', 'Hassan', 'Lindqvist', 'Okafor', 'Rossi'];
const nameOf = (i: number) =>
  `${FIRST[i % 10]} ${LAST[Math.floor(i / 10) % 10]}${i < 100 ? '' : `son ${(i * 7919) % 99_991}`}`;

/**
 * A workspace with very many contacts, on a database of its own, and its owner.
 *
 * @param more - further values of the i-th contact
 * @param contacts - how many there are
 */
export async function withLargeWorkspace<T>(
  use: (crm: CrmCore, scope: Scope) => Promise<T>,
  more: (i: number) => Record<string, unknown> = () => ({}),
  contacts = CONTACTS,
): Promise<T> {
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
            ...(entity === 'contact' && more(from + i)),
          })),
        );
    };
    await insert('contact', contacts, nameOf);
    await insert('company', COMPANIES, (i) => `Company ${i}`);
    const actor = { type: 'user' as const, id: newId(), name: 'Sam' };
    return await use(crm, { workspaceId, actor, role: 'owner', channel: 'web' });
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The time that at least this share of them took at most. */
export const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;
