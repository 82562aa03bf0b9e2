import { embeddedModels } from '@clianta/agents/models/embedded';
import type { Models } from '@clianta/agents/models/models';
import { test } from 'vitest';
import { openOwnDatabase } from './own-database.ts';
import { aTalker } from './talker.ts';
import { aWorkspace, openTestCrm, type TestCrmOptions, type WorkspaceOptions } from './test-crm.ts';

interface DatabaseOptions extends TestCrmOptions {
  /** A database of this file alone: for what looks at all workspaces. */
  isOwn?: boolean;
}

/**
 * `db` is the CRM on the test run's database, opened once a file. A file that needs another clock or database extends
 * with its own `crmOptions`, one whose workspace lies elsewhere with its `homeOptions`: `override` would change them for the
 * files behind it too, since modules are shared.
 */
const databaseTest = test
  .extend('crmOptions', { scope: 'file' }, (): DatabaseOptions => ({}))
  .extend('homeOptions', { scope: 'file' }, (): WorkspaceOptions => ({}))
  .extend('db', { scope: 'file' }, async ({ crmOptions: { isOwn, ...options } }, { onCleanup }) => {
    const db = await (isOwn ? openOwnDatabase(options) : openTestCrm(options));
    onCleanup(db.close);
    return db;
  });

/** Every test has a workspace of its own, `home`; `sam` is its owner in a conversation with the agents, on `models`. */
export const crmTest = databaseTest
  .extend('home', ({ db, homeOptions }) => aWorkspace(db.crm, homeOptions))
  .extend('models', (): Models => embeddedModels())
  .extend('sam', async ({ db, home, models }, { onCleanup }) => {
    const sam = await aTalker(db, home.scope, models);
    onCleanup(sam.close);
    return sam;
  });

/** The same for tests that only read, or build on one another: one `home` and one `sam` for the whole file. */
export const sharedCrmTest = databaseTest
  .extend('home', { scope: 'file' }, ({ db, homeOptions }) => aWorkspace(db.crm, homeOptions))
  .extend('sam', { scope: 'file' }, async ({ db, home }, { onCleanup }) => {
    const sam = await aTalker(db, home.scope);
    onCleanup(sam.close);
    return sam;
  });
