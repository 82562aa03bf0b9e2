import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { startImport } from '@clianta/crm-core/imports/imports';
import { beginImport } from '@clianta/crm-core/imports/run/steer-import';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnDatabase, openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { aWorkspace } from '../support/test-crm.ts';
import type { ImportProcessOptions } from './import-process.ts';

const ROWS = 2_500;
const COMPANIES = 7;

let db: OwnDatabase;
beforeAll(async () => {
  db = await openOwnDatabase();
});
afterAll(() => db.close());

function importing(options: ImportProcessOptions): ChildProcess {
  return spawn(process.execPath, [program('import-process'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

it('an import whose process is killed in the middle is whole in the end, and nothing is there twice', async () => {
  const home = await aWorkspace(db.crm);
  const { crm } = db;
  const lines = Array.from(
    { length: ROWS },
    (_, at) => `Person ${at},p${at}@c${at % COMPANIES}.example,Company ${at % COMPANIES}`,
  );
  const stream = Readable.from([Buffer.from(['Name,E-mail,Company', ...lines].join('\n'))]);
  const file = await crm.files.save(home.scope, { name: 'people.csv', stream });
  const { id } = await beginImport(crm, home.scope, await startImport(crm, home.scope, { fileId: file.id }));
  const options = { mongoUri: db.uri, folder: db.folder, workspaceId: home.workspaceId, importId: id };
  const stateOf = () => crm.records(Import).get(home.scope, id);

  const child = importing(options);
  await vi.waitFor(async () => expect((await stateOf()).row).toBeGreaterThan(0), {
    timeout: 60_000,
    interval: 20,
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { row, status } = await stateOf();
  expect(status).toBe('running');
  expect(row).toBeLessThan(ROWS);
  const [code] = await once(importing(options), 'exit');
  expect(code).toBe(0);

  expect(await stateOf()).toMatchObject({ status: 'done', row: ROWS, counts: { created: ROWS, failed: 0 } });
  expect(await crm.records(Contact).count(home.scope, {})).toBe(ROWS);
  expect(await crm.records(Company).count(home.scope, {})).toBe(COMPANIES);
  const addresses = await crm.store.model(Contact).distinct('email', { workspaceId: home.workspaceId });
  expect(addresses).toHaveLength(ROWS);
  const logged = { workspaceId: home.workspaceId, entity: Contact.name, change: 'created' };
  expect(await crm.store.model('userAction').countDocuments(logged)).toBe(ROWS);
}, 180_000);
