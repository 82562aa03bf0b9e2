import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { findPerson } from '@clianta/crm-core/erasure/person-keys';
import { startErasure } from '@clianta/crm-core/erasure/start-erasure';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnDatabase, openOwnDatabase } from '../support/own-database.ts';
import { aPlantedPerson, everythingStored, JANE, tracesOf } from '../support/planted-person.ts';
import { program } from '../support/program.ts';
import { aWorkspace } from '../support/test-crm.ts';
import type { EraseProcessOptions } from './erase-process.ts';

/** Of the person, and of others that only name them. */
const OWN = 1_000;
const OTHERS = 600;

let db: OwnDatabase;
beforeAll(async () => {
  db = await openOwnDatabase();
});
afterAll(() => db.close());

function erasing(options: EraseProcessOptions): ChildProcess {
  return spawn(process.execPath, [program('erase-process'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

it('an erasure whose process is killed in the middle, twice, is whole in the end', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  const at = new Date();
  const entries = (count: number, values: Record<string, unknown>) =>
    crm.records(Activity).createMany(
      home.scope,
      Array.from({ length: count }, (_, index) => ({
        id: newId(),
        input: { subject: `Entry ${index}`, at, ...values },
      })),
    );
  await entries(OWN, { contactId: jane.id, body: 'She likes tulips' });
  await entries(OTHERS, { body: `Asked for ${JANE.email}` });
  const { keys } = await findPerson(crm, home.workspaceId, { contactId: jane.id });
  const { id } = await startErasure(crm, home.scope, keys);
  const options = { mongoUri: db.uri, folder: db.folder, workspaceId: home.workspaceId, erasureId: id };
  const count = (filter: Record<string, unknown>) =>
    crm.store
      .model(Activity)
      .collection.countDocuments({ workspaceId: home.workspaceId, ...filter } as never);

  const killWhen = async (isTime: () => Promise<boolean>) => {
    const child = erasing(options);
    await vi.waitFor(async () => expect(await isTime()).toBe(true), { timeout: 60_000, interval: 20 });
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await killWhen(async () => (await count({ contactId: jane.id })) < OWN);
  expect(await count({ contactId: jane.id })).toBeGreaterThan(0);
  await killWhen(async () => (await count({ body: 'Asked for [erased]' })) > 0);
  expect(await count({ body: 'Asked for [erased]' })).toBeLessThan(OTHERS);
  const [code] = await once(erasing(options), 'exit');
  expect(code).toBe(0);

  expect(await crm.records(Erasure).get(home.scope, id)).toMatchObject({ state: 'done', proof: { left: 0 } });
  expect(await count({})).toBe(OTHERS);
  expect(await count({ body: 'Asked for [erased]' })).toBe(OTHERS);
  const traces = tracesOf([jane.id]);
  expect((await everythingStored(crm)).filter(({ text }) => traces.test(text))).toEqual([]);
}, 180_000);
