import type { CrmCore } from '../crm-core.ts';
import { logger } from '../logger.ts';
import type { Migration } from './migration.ts';
import { migrations } from './registry.ts';

interface Mark {
  _id: string;
  doneAt: Date;
  changed: number;
}

/** Runs those migrations that this database has not seen, before anything reads it, and marks each as done. */
export async function runMigrations(
  crm: CrmCore,
  wanted: readonly Migration[] = migrations,
): Promise<string[]> {
  const marks = crm.store.connection.collection<Mark>('migrations');
  const done = new Set((await marks.find().toArray()).map(({ _id }) => _id));
  const ran: string[] = [];
  for (const migration of wanted) {
    if (done.has(migration.name)) continue;
    const changed = await migration.run(crm);
    if (changed > 0) logger.info({ migration: migration.name, changed }, 'stored records were migrated');
    await marks.updateOne(
      { _id: migration.name },
      { $set: { doneAt: crm.now(), changed } },
      { upsert: true },
    );
    ran.push(migration.name);
  }
  return ran;
}
