import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { salesforce } from '@clianta/crm-core/integrations/salesforce/salesforce.integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnDatabase, openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { SalesforceStandIn } from '../support/salesforce-stand-in.ts';
import { aWorkspace } from '../support/test-crm.ts';
import type { SalesforceProcessOptions } from './salesforce-process.ts';

const KEY = 'a key of some length';
const THEIRS = 1_200;
const OURS = 900;

let vendor: SalesforceStandIn;
let db: OwnDatabase;
beforeAll(async () => {
  vendor = await new SalesforceStandIn().start();
  const box = new SecretBox([KEY]);
  db = await openOwnDatabase({ integrations: { env: vendor.env, box, registry: [salesforce] } });
});
afterAll(async () => {
  await db.close();
  await vendor.stop();
});

const syncing = (options: SalesforceProcessOptions): ChildProcess =>
  spawn(process.execPath, [program('salesforce-process'), JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

it('a sync that is killed again and again, while both sides change, ends with both sides equal and nothing twice', async () => {
  const home = await aWorkspace(db.crm);
  const { crm } = db;
  const records = crm.records(Contact);
  const { url, browser } = await crm.integrations.begin(
    home.scope,
    'salesforce',
    ['crm'],
    'https://crm.example/back',
  );
  const { credential } = await crm.integrations.finish(vendor.consent(url), {
    browser,
    userId: home.scope.actor.id,
  });
  const connection = await crm.integrations.connection(home.workspaceId, credential.id);
  const start = salesforce.features.crm?.sync?.start;
  await start?.preview(connection);
  await start?.begin(connection, home.scope);
  for (let at = 0; at < THEIRS; at++)
    vendor.put('Contact', { LastName: `T${at}`, Email: `t${at}@x.example` });
  const inputs = Array.from({ length: OURS }, (_, at) => ({
    id: `ours-${at}`,
    input: { name: `O${at}`, email: `o${at}@x.example` },
  }));
  await records.createMany(home.scope, inputs);
  const options = {
    mongoUri: db.uri,
    env: vendor.env,
    key: KEY,
    workspaceId: home.workspaceId,
    credentialId: credential.id,
  };

  // ended while it takes theirs in
  const first = syncing(options);
  await vi.waitFor(async () => expect(await records.count(home.scope, {})).toBeGreaterThan(OURS), {
    timeout: 120_000,
    interval: 10,
  });
  first.kill('SIGKILL');
  await once(first, 'exit');
  const taken = await records.findOne(home.scope, { name: 'T3' });
  if (taken) await records.update(home.scope, taken.id, { jobTitle: 'Changed here' });
  const [third] = [...vendor.of('Contact').values()].slice(3, 4);
  vendor.put('Contact', { Id: third?.Id as string, Phone: '+49301234567' });

  // ended while it writes ours there: the third portion is done, and nobody heard of it
  vendor.slowMs = 300;
  const second = syncing(options);
  await vi.waitFor(() => expect(vendor.live('Contact').length).toBeGreaterThan(THEIRS + 400), {
    timeout: 120_000,
    interval: 5,
  });
  second.kill('SIGKILL');
  await once(second, 'exit');
  expect(vendor.live('Contact').length).toBeLessThan(THEIRS + OURS);
  await records.update(home.scope, 'ours-5', { jobTitle: 'Changed here as well' });
  const there = vendor.live('Contact').find(({ Clianta_Id__c }) => Clianta_Id__c === 'ours-5');
  if (there) vendor.put('Contact', { Id: there.Id, Phone: '+49307654321' });

  vendor.slowMs = 0;
  for (let run = 0; run < 2; run++) {
    const [code] = await once(syncing(options), 'exit');
    expect(code).toBe(0);
  }
  const here = await crm.store
    .model(Contact)
    .find({ workspaceId: home.workspaceId })
    .lean<Array<Record<string, unknown>>>();
  const plain = (name: unknown, email: unknown, phone: unknown, title: unknown) =>
    [name, email, phone ?? null, title ?? null].join('|');
  const ours = here.map((one) => plain(one.name, one.email, one.phone, one.jobTitle)).sort();
  const theirs = vendor
    .live('Contact')
    .map((one) => plain(one.LastName, one.Email, one.Phone, one.Title))
    .sort();
  expect(ours).toHaveLength(THEIRS + OURS);
  expect(theirs).toEqual(ours);
  expect(theirs.filter((one) => /Changed here/.test(one))).toHaveLength(2);
  expect(theirs.filter((one) => /\+4930/.test(one))).toHaveLength(2);
  expect(
    await crm.store.connection.collection('syncLinks').countDocuments({ workspaceId: home.workspaceId }),
  ).toBe(THEIRS + OURS);
}, 300_000);
