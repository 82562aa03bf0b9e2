import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { hubspot } from '@clianta/crm-core/integrations/hubspot/hubspot.integration';
import { salesforce } from '@clianta/crm-core/integrations/salesforce/salesforce.integration';
import { FieldMapping } from '@clianta/crm-core/integrations/sync/field-mapping.schema';
import { SYNC_STREAM } from '@clianta/crm-core/integrations/sync/sync-orders';
import { syncStream } from '@clianta/crm-core/integrations/sync/sync-stream';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { SalesforceStandIn } from '../../support/salesforce-stand-in.ts';
import { SourceStandIns } from '../../support/source-stand-ins.ts';
import { aTalker, type Talker } from '../../support/talker.ts';
import {
  aContact,
  aDeal,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let vendor: SalesforceStandIn;
let sources: SourceStandIns;
let db: TestDatabase;
let home: TestWorkspace;
let talker: Talker;
let credentialId: string;

beforeAll(async () => {
  vendor = await new SalesforceStandIn().start();
  sources = await new SourceStandIns().start();
  db = await openTestCrm({
    integrations: {
      env: { ...vendor.env, ...sources.env },
      box: new SecretBox(['a key of some length']),
      registry: [salesforce, hubspot],
      sleep: async () => {},
    },
  });
});
afterAll(async () => {
  await db.close();
  await vendor.stop();
  await sources.stop();
});
beforeEach(async () => {
  vendor.rows.clear();
  home = await aWorkspace(db.crm);
  talker = await aTalker(db, home.scope);
  const { integrations } = db.crm;
  const { url, browser } = await integrations.begin(
    home.scope,
    'salesforce',
    ['crm'],
    'https://crm.example/back',
  );
  const done = await integrations.finish(vendor.consent(url), { browser, userId: home.scope.actor.id });
  credentialId = done.credential.id;
});
afterEach(() => talker.close());

const synced = () =>
  syncStream(
    db.crm,
    { workspaceId: home.workspaceId, credentialId, feature: 'crm', stream: 'records' },
    new AbortController().signal,
  );

async function agreed() {
  const asked = await talker.say('sync with Salesforce');
  return { asked, told: await talker.decide(asked.approval?.approvalId ?? '', 'approve') };
}

it('shows what a first sync would come to, and begins when an admin agrees', async () => {
  await aContact(db.crm, home.scope, { name: 'Ada Quist', email: 'ada@acme.example' });
  vendor.put('Contact', { LastName: 'Quist', Email: 'ada@acme.example' });
  const { asked, told } = await agreed();
  expect(JSON.stringify(asked)).toContain('1 there, 1 contact here, 1 the same');
  expect(JSON.stringify(asked)).toContain('Phone ↔ Phone');
  expect(told.reply.text).toMatch(/The sync with \*\*Salesforce\*\* has begun/);
  const waiting = await db.crm.store.connection
    .collection('waitingJobs')
    .findOne({ workspaceId: home.workspaceId, job: SYNC_STREAM.name });
  expect(waiting).not.toBeNull();
  await synced();
  expect((await talker.say('what did the Salesforce sync do')).reply.text).toMatch(
    /\*\*Salesforce\*\* \(last synced .+\): 1 run, 0 made/,
  );
});

it('says why a record is not there', async () => {
  const deal = await aDeal(db.crm, home.scope, { title: 'Rollout' });
  await agreed();
  await synced();
  const {
    reply: { text },
  } = await talker.call('sync_report', { record: deal.id });
  expect(text).toContain('**Rollout** is not in Salesforce as it is here');
  expect(text).toContain('Salesforce wants Close Date (CloseDate)');
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  expect((await talker.say('why is Ada Quist not in Salesforce?')).reply.text).toContain(
    'goes there with the next sync',
  );
  await synced();
  expect((await talker.call('sync_report', { record: ada.id })).reply.text).toMatch(
    /is in Salesforce, as Contact 003\d+AAA; it was made here/,
  );
});

it('decides what both have changed, and from now on', async () => {
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist', email: 'ada@acme.example' });
  await agreed();
  await synced();
  const rule = await talker.call('sync_conflicts', { keep: 'ask', field: 'phone', always: 'always' });
  expect(rule.reply.text).toBe(
    'From now on, where both change phone, you are asked (Account in Salesforce, Lead in Salesforce and Contact in Salesforce).',
  );
  await db.crm.records(Contact).update(home.scope, ada.id, { phone: '+49301111111' });
  const [theirs] = vendor.live('Contact');
  vendor.put('Contact', { Id: theirs?.Id as string, Phone: '+49302222222' });
  await synced();
  expect((await talker.say('keep theirs for the phone of Ada Quist')).reply.text).toContain(
    'Theirs is kept for 1 sync conflict',
  );
  await synced();
  expect((await db.crm.records(Contact).get(home.scope, ada.id)).phone).toBe('+49302222222');
  const said = await talker.say('their phone always wins');
  expect(said.reply.text).toContain('where both change phone, theirs is taken');
  const { records } = await db.crm.records(FieldMapping).find(home.scope, {});
  expect(
    records
      .flatMap(({ fields }) => fields)
      .filter(({ ours }) => ours === 'phone')
      .map(({ rule: one }) => one),
  ).toEqual(['theirs', 'theirs', 'theirs']);
});

it('says what to do where nothing is connected', async () => {
  const elsewhere = await aTalker(db, (await aWorkspace(db.crm)).scope);
  expect((await elsewhere.say('sync with Salesforce')).reply.text).toBe(
    'Salesforce is not connected. It is connected under Settings, Integrations.',
  );
  expect((await elsewhere.say('what did the sync do')).reply.text).toContain('under Settings, Integrations');
  await elsewhere.close();
});

it('begins an import of what HubSpot has', async () => {
  sources.people.push({ id: 7, name: 'Ada Quist', email: 'ada@acme.example', company: 'Acme' });
  expect((await talker.say('import our contacts from HubSpot')).reply.text).toBe(
    'HubSpot is not connected. An admin connects it under Settings, Integrations.',
  );
  await db.crm.integrations.connectByKey(home.scope, 'hubspot', { key: 'good' }, ['import']);
  const {
    reply: { text },
  } = await talker.say('import our contacts from HubSpot');
  expect(text).toContain('has 1 row, which become contacts');
});
