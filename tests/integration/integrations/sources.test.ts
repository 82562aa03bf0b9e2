import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { startImportFrom } from '@clianta/crm-core/imports/from-source';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { runImport } from '@clianta/crm-core/imports/run/run-import';
import { beginImport } from '@clianta/crm-core/imports/run/steer-import';
import { hubspot } from '@clianta/crm-core/integrations/hubspot/hubspot.integration';
import { pipedrive } from '@clianta/crm-core/integrations/pipedrive/pipedrive.integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SourceStandIns } from '../../support/source-stand-ins.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let vendor: SourceStandIns;
let db: TestDatabase;
let home: TestWorkspace;

beforeAll(async () => {
  vendor = await new SourceStandIns().start();
  const box = new SecretBox(['a key of some length']);
  db = await openTestCrm({
    integrations: { env: vendor.env, box, registry: [hubspot, pipedrive], sleep: async () => {} },
  });
});
afterAll(async () => {
  await db.close();
  await vendor.stop();
});
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  vendor.people.length = 0;
  for (let at = 0; at < 250; at++)
    vendor.people.push({
      id: 1_000 + at,
      name: `Ada Quist${at}`,
      email: `a${at}@x.example`,
      company: `Firm ${at % 5}`,
    });
});

describe.each([hubspot, pipedrive])('$title', (integration) => {
  const source = integration.features.import?.source;

  async function brought() {
    if (!source) throw new Error('there is no source');
    const accounts = await db.crm.integrations.of(home.scope, integration.name);
    const account =
      accounts[0] ??
      (await db.crm.integrations.connectByKey(home.scope, integration.name, { key: 'good' }, ['import']));
    const connection = await db.crm.integrations.connection(home.workspaceId, account.id);
    const draft = await startImportFrom(db.crm, home.scope, {
      connection,
      source,
      kind: 'contact',
      title: integration.title,
    });
    await beginImport(db.crm, home.scope, draft);
    await runImport(db.crm, home.workspaceId, draft.id, new AbortController().signal);
    return db.crm.records(Import).get(home.scope, draft.id);
  }

  it('brings in every page, with the company of each, and knows them again by their ids there', async () => {
    expect(await brought()).toMatchObject({
      status: 'done',
      total: 250,
      counts: { created: 250, failed: 0 },
    });
    expect(await db.crm.records(Company).count(home.scope)).toBe(5);
    const ada = await db.crm.records(Contact).findOne(home.scope, { email: 'a7@x.example' });
    expect(ada).toMatchObject({ name: 'Ada Quist7' });
    // somebody has married there, and has another address
    const [, , , , , , , seven] = vendor.people;
    Object.assign(seven ?? {}, { name: 'Ada Novak', email: 'novak@x.example' });
    expect(await brought()).toMatchObject({ counts: { created: 0, updated: 1, failed: 0 } });
    expect(await db.crm.records(Contact).get(home.scope, ada?.id ?? '')).toMatchObject({
      name: 'Ada Novak',
      email: 'novak@x.example',
    });
    expect(await db.crm.records(Contact).count(home.scope)).toBe(250);
  });

  it('refuses a wrong key, and kinds that it does not have', async () => {
    await expect(
      db.crm.integrations.connectByKey(home.scope, integration.name, { key: 'bad' }, ['import']),
    ).rejects.toThrow();
    const account = await db.crm.integrations.connectByKey(home.scope, integration.name, { key: 'good' }, [
      'import',
    ]);
    const connection = await db.crm.integrations.connection(home.workspaceId, account.id);
    if (!source) throw new Error('there is no source');
    await expect(
      startImportFrom(db.crm, home.scope, { connection, source, kind: 'task', title: integration.title }),
    ).rejects.toThrow(
      `I do not bring tasks in from ${integration.title}; I bring in contacts, companies, deals.`,
    );
  });
});
