import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { newId } from '@clianta/crm-core/entity/ids';
import { inject } from 'vitest';
import type { TestCrmOptions, TestDatabase } from './test-crm.ts';
import { testFiles } from './test-files.ts';

/** What another process opens as well: the database, and the folder of its files. */
export interface OwnDatabase extends TestDatabase {
  uri: string;
  folder: string;
}

/**
 * A database of this suite alone on the test run's server, dropped at the end: for what looks at all workspaces, such
 * as the sweeper and the scheduled jobs.
 */
export async function openOwnDatabase(options: TestCrmOptions = {}): Promise<OwnDatabase> {
  const uri = ownUri();
  const database = await openDatabase({ uri, dataDir: '' });
  const { fileStore, folder, remove } = testFiles();
  const crm = new CrmCore({ connection: database.connection, fileStore, ...options });
  await crm.store.ensureIndexes();
  return {
    crm,
    database,
    uri,
    folder,
    async close() {
      await database.connection.dropDatabase();
      await database.stop();
      await remove();
    },
  };
}

/** The connection string of a database that nobody else uses. */
export function ownUri(): string {
  const uri = inject('mongoUri');
  const [, server, query] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri) ?? [];
  if (!server) throw new Error(`Not a MongoDB connection string: ${uri}`);
  return `${server}/events_${newId()}${query ?? ''}`;
}
