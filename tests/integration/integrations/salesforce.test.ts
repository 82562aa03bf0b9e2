import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { keyedHasher } from '@clianta/crm-core/erasure/erased-keys';
import { ErasedPerson } from '@clianta/crm-core/erasure/erased-person/erased-person.schema';
import { vendors } from '@clianta/crm-core/erasure/vendors';
import { salesforce } from '@clianta/crm-core/integrations/salesforce/salesforce.integration';
import { decideConflicts } from '@clianta/crm-core/integrations/sync/decide-conflicts';
import { FieldMapping } from '@clianta/crm-core/integrations/sync/field-mapping.schema';
import { SyncConflict } from '@clianta/crm-core/integrations/sync/sync-conflict.schema';
import { SyncHolds } from '@clianta/crm-core/integrations/sync/sync-holds';
import { SyncLinks } from '@clianta/crm-core/integrations/sync/sync-links';
import { syncStream } from '@clianta/crm-core/integrations/sync/sync-stream';
import { DuplicatePair } from '@clianta/crm-core/intelligence/duplicate-pair/duplicate-pair.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SalesforceStandIn } from '../../support/salesforce-stand-in.ts';
import {
  aCompany,
  aContact,
  aDeal,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

const REDIRECT = 'https://crm.example/api/integrations/callback';
let clock = new Date('2026-03-02T09:00:00Z');
let vendor: SalesforceStandIn;
let db: TestDatabase;
let home: TestWorkspace;
let credentialId: string;

beforeAll(async () => {
  vendor = await new SalesforceStandIn().start();
  vendor.now = () => clock;
  db = await openTestCrm({
    now: () => clock,
    integrations: {
      env: vendor.env,
      box: new SecretBox(['a key of some length']),
      registry: [salesforce],
      sleep: async () => {},
    },
  });
  await db.crm.integrations.ensureIndexes();
});
afterAll(async () => {
  await db.close();
  await vendor.stop();
});
beforeEach(async () => {
  clock = new Date('2026-03-02T09:00:00Z');
  vendor.rows.clear();
  vendor.hidden.clear();
  vendor.faults.length = 0;
  vendor.refuses = () => undefined;
  vendor.used = 0;
  home = await aWorkspace(db.crm);
  const { integrations } = db.crm;
  const { url, browser } = await integrations.begin(home.scope, 'salesforce', ['crm'], REDIRECT);
  const done = await integrations.finish(vendor.consent(url), { browser, userId: home.scope.actor.id });
  credentialId = done.credential.id;
  vendor.calls.length = 0;
});

const start = () => {
  const found = salesforce.features.crm?.sync?.start;
  if (!found) throw new Error('there is no start');
  return found;
};
const connection = () => db.crm.integrations.connection(home.workspaceId, credentialId);
async function sync(afterMs = 15 * 60_000) {
  clock = new Date(clock.getTime() + afterMs);
  const order = { workspaceId: home.workspaceId, credentialId, feature: 'crm', stream: 'records' };
  const entry = await syncStream(db.crm, order, new AbortController().signal);
  if (!entry) throw new Error('it was not synced');
  return entry;
}
async function begun() {
  await start().preview(await connection());
  await start().begin(await connection(), home.scope);
}
const later = (ms: number) => {
  clock = new Date(clock.getTime() + ms);
};
const contacts = async () => (await db.crm.records(Contact).find(home.scope, { limit: 100 })).records;
const writes = () =>
  vendor.calls.filter(
    ({ method, path }) => method === 'PATCH' || (method === 'POST' && path.endsWith('/sobjects')),
  );

describe('before anybody has agreed', () => {
  it('shows fields, counts and duplicates, and writes nothing on either side', async () => {
    await aContact(db.crm, home.scope, { name: 'Ada Quist', email: 'ada@acme.example' });
    vendor.put('Contact', { LastName: 'Quist', FirstName: 'Ada', Email: 'ADA@acme.example' });
    vendor.put('Contact', { LastName: 'Novak', Email: 'novak@acme.example' });
    const entry = await sync();
    expect(entry).toMatchObject({ created: 0, updated: 0 });
    const shown = await start().preview(await connection());
    expect(shown.isOn).toBe(false);
    const people = shown.kinds.find(({ object }) => object === 'Contact');
    expect(people).toMatchObject({ theirs: 2, ours: 1, same: 1 });
    expect(people?.fields).toContain('Phone ↔ Phone');
    expect(await contacts()).toHaveLength(1);
    expect(writes()).toEqual([]);
  });
});

describe('both ways', () => {
  it('brings what is there, with companies, owners, amounts, stages and days', async () => {
    await begun();
    const sam = vendor.put('User', { Email: home.scope.actor.name && (await samMail()), IsActive: true });
    const account = vendor.put('Account', {
      Name: 'Acme',
      Website: 'https://www.acme.example/',
      NumberOfEmployees: 40,
      OwnerId: sam.Id,
    });
    const jane = vendor.put('Contact', {
      FirstName: 'Jane',
      LastName: 'van Doe',
      Email: 'jane@acme.example',
      Phone: '(415) 555-2671',
      AccountId: account.Id,
      HasOptedOutOfEmail: true,
    });
    vendor.put('Opportunity', {
      Name: 'Rollout',
      AccountId: account.Id,
      Amount: 1250.5,
      CloseDate: '2026-06-30',
      StageName: 'Proposal',
    });
    vendor.put('Opportunity', { Name: 'Old one', CloseDate: '2026-01-31', StageName: 'Closed Lost' });
    vendor.put('Task', {
      Subject: 'Call back',
      ActivityDate: '2026-03-05',
      Status: 'Not Started',
      Priority: 'High',
      WhoId: jane.Id,
    });
    const entry = await sync();
    expect(entry).toMatchObject({ created: 5, failed: 0, errors: [] });
    const company = await db.crm.records(Company).findOne(home.scope, { name: 'Acme' });
    expect(company).toMatchObject({ domain: 'acme.example', employees: 40, ownerId: home.scope.actor.id });
    const person = await db.crm.records(Contact).findOne(home.scope, { email: 'jane@acme.example' });
    expect(person).toMatchObject({
      name: 'Jane van Doe',
      phone: '+14155552671',
      companyId: company?.id,
      consent: 'withdrawn',
    });
    const deal = await db.crm.records(Opportunity).findOne(home.scope, { title: 'Rollout' });
    expect(deal).toMatchObject({
      amountMinor: 125_050,
      expectedCloseAt: '2026-06-30',
      companyId: company?.id,
      status: 'open',
    });
    expect(await db.crm.records(Opportunity).findOne(home.scope, { title: 'Old one' })).toMatchObject({
      status: 'lost',
    });
    const task = await db.crm.records(Task).findOne(home.scope, { title: 'Call back' });
    expect(task).toMatchObject({ contactId: person?.id, status: 'open', priority: 'high' });
    expect(task?.dueAt?.toISOString().slice(0, 10)).toBe('2026-03-05');
    expect(writes()).toEqual([]);
    const again = await sync();
    expect(again).toMatchObject({ created: 0, updated: 0, conflicts: 0 });
    expect(writes()).toEqual([]);
  });

  it('writes ours there by our id, and repeats nothing', async () => {
    const company = await aCompany(db.crm, home.scope, { name: 'Northwind', domain: 'northwind.example' });
    await aContact(db.crm, home.scope, {
      name: 'Ada Quist',
      email: 'ada@northwind.example',
      companyId: company.id,
    });
    await aDeal(db.crm, home.scope, {
      title: 'Rollout',
      companyId: company.id,
      amountMinor: 9_900,
      expectedCloseAt: '2026-05-01',
    });
    await begun();
    expect(await sync()).toMatchObject({ created: 3, failed: 0 });
    const [account] = vendor.live('Account');
    expect(account).toMatchObject({ Name: 'Northwind', Clianta_Id__c: company.id });
    expect(vendor.live('Contact')[0]).toMatchObject({
      FirstName: 'Ada',
      LastName: 'Quist',
      AccountId: account?.Id,
    });
    expect(vendor.live('Opportunity')[0]).toMatchObject({
      Amount: 99,
      StageName: 'Qualified',
      AccountId: account?.Id,
    });
    expect(await sync()).toMatchObject({ created: 0, updated: 0 });
    expect([vendor.live('Account').length, (await contacts()).length]).toEqual([1, 1]);
  });

  it('finds what both have, and fills what either lacks', async () => {
    const ada = await aContact(db.crm, home.scope, {
      name: 'Ada Quist',
      email: 'ada@acme.example',
      jobTitle: 'CTO',
    });
    const theirs = vendor.put('Contact', {
      FirstName: 'Ada',
      LastName: 'Quist',
      Email: 'ada@acme.example',
      Phone: '+49 30 1234567',
    });
    await begun();
    await sync();
    expect(await contacts()).toHaveLength(1);
    expect(await db.crm.records(Contact).get(home.scope, ada.id)).toMatchObject({
      phone: '+49301234567',
      jobTitle: 'CTO',
    });
    expect(vendor.of('Contact').get(theirs.Id)).toMatchObject({ Title: 'CTO', Phone: '+49 30 1234567' });
  });

  it('takes changes of different fields from both, and of the same field by its rule', async () => {
    const { ada, theirs } = await linked();
    await db.crm.records(Contact).update(home.scope, ada.id, { jobTitle: 'CTO', phone: '+49301111111' });
    later(60_000);
    vendor.put('Contact', { Id: theirs.Id, MailingCity: 'Bonn', Phone: '+49302222222' });
    expect(await sync()).toMatchObject({ conflicts: 1 });
    expect(await db.crm.records(Contact).get(home.scope, ada.id)).toMatchObject({
      jobTitle: 'CTO',
      city: 'Bonn',
      phone: '+49302222222',
    });
    expect(vendor.of('Contact').get(theirs.Id)).toMatchObject({
      Title: 'CTO',
      MailingCity: 'Bonn',
      Phone: '+49302222222',
    });
    const { records } = await db.crm.records(SyncConflict).find(systemScope(home.workspaceId), {});
    expect(records).toMatchObject([{ field: 'phone', decidedBy: 'newest', winner: 'theirs' }]);
    expect(await sync()).toMatchObject({ updated: 0, conflicts: 0 });
  });

  it('asks where the rule says so, and leaves both sides alone until somebody decides', async () => {
    const { ada, theirs } = await linked();
    const mapping = await db.crm
      .records(FieldMapping)
      .findOne(systemScope(home.workspaceId), { credentialId, object: 'Contact' });
    const fields = mapping?.fields.map((one) =>
      one.ours === 'phone' ? { ...one, rule: 'ask' as const } : one,
    );
    await db.crm.records(FieldMapping).update(systemScope(home.workspaceId), mapping?.id ?? '', { fields });
    await db.crm.records(Contact).update(home.scope, ada.id, { phone: '+49301111111' });
    vendor.put('Contact', { Id: theirs.Id, Phone: '+49302222222' });
    await sync();
    await sync();
    expect(vendor.of('Contact').get(theirs.Id)?.Phone).toBe('+49302222222');
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).phone).toBe('+49301111111');
    const { records } = await db.crm.records(SyncConflict).find(systemScope(home.workspaceId), {});
    expect(records).toMatchObject([{ field: 'phone', decidedBy: 'ask' }]);
    await decideConflicts(db.crm, home.workspaceId, records, 'ours');
    await sync();
    expect(vendor.of('Contact').get(theirs.Id)?.Phone).toBe('+49301111111');
    expect(await sync()).toMatchObject({ updated: 0, conflicts: 0 });
  });

  it('clears there what was cleared here', async () => {
    const { ada, theirs } = await linked();
    await db.crm.records(Contact).update(home.scope, ada.id, { jobTitle: null });
    await sync();
    expect(vendor.of('Contact').get(theirs.Id)?.Title).toBeNull();
  });

  it('keeps a withdrawal, whichever side is newer', async () => {
    const { ada, theirs } = await linked();
    await db.crm.records(Contact).update(home.scope, ada.id, { consent: 'withdrawn' });
    await sync();
    expect(vendor.of('Contact').get(theirs.Id)?.HasOptedOutOfEmail).toBe(true);
  });
});

describe('what does not fit', () => {
  it('holds a deal that lacks what Salesforce wants, says so, and sends it once it is there', async () => {
    const deal = await aDeal(db.crm, home.scope, { title: 'Rollout' });
    await begun();
    expect(await sync()).toMatchObject({ created: 0, failed: 1 });
    const holds = new SyncHolds(db.crm);
    expect((await holds.ofRecord(credentialId, deal.id))?.reason).toBe(
      'Salesforce wants Close Date (CloseDate), which this deal does not have. Fill it in, and it follows within a minute.',
    );
    await db.crm.records(Opportunity).update(home.scope, deal.id, { expectedCloseAt: '2026-07-01' });
    expect(await sync(60_000)).toMatchObject({ created: 1, failed: 0 });
    expect(await holds.ofRecord(credentialId, deal.id)).toBeUndefined();
  });

  it('goes on when one of two hundred is refused', async () => {
    for (const name of ['Ada Quist', 'Ben Ochs']) await aContact(db.crm, home.scope, { name });
    vendor.refuses = (_, row) =>
      row.LastName === 'Ochs'
        ? { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'No oxen' }
        : undefined;
    await begun();
    const entry = await sync();
    expect(entry).toMatchObject({
      created: 1,
      failed: 1,
      errors: ['Ben Ochs: Salesforce refuses it: No oxen'],
    });
  });

  it('keeps a record whose mail address is none, without it', async () => {
    await begun();
    vendor.put('Contact', { LastName: 'Doe', Email: 'nonsense' });
    expect(await sync()).toMatchObject({ created: 1, failed: 0 });
    const [doe] = await contacts();
    expect([doe?.name, doe?.email]).toEqual(['Doe', undefined]);
  });

  it('refuses two of theirs for one of ours', async () => {
    await begun();
    vendor.put('Contact', { LastName: 'Doe', Email: 'doe@x.example' });
    vendor.put('Contact', { LastName: 'Doe again', Email: 'doe@x.example' });
    expect(await sync()).toMatchObject({ created: 1, failed: 1 });
    expect(await contacts()).toHaveLength(1);
  });

  it('drops a field that is hidden there, once it is described again, with a notice', async () => {
    await linked();
    vendor.hidden.add('Contact.Phone');
    expect(await sync(25 * 3_600_000)).toMatchObject({ failed: 0 });
    const mapping = await db.crm
      .records(FieldMapping)
      .findOne(systemScope(home.workspaceId), { credentialId, object: 'Contact' });
    expect(mapping?.fields.some(({ theirs }) => theirs === 'Phone')).toBe(false);
    expect(mapping?.notices[0]).toContain('Phone is not there any more');
  });

  it('looks before it makes, where our id has no field there', async () => {
    for (const object of ['Account', 'Contact', 'Lead', 'Opportunity', 'Task'])
      vendor.hidden.add(`${object}.Clianta_Id__c`);
    await aCompany(db.crm, home.scope, { name: 'Northwind' });
    await begun();
    await sync();
    // the link was lost before it was stored
    await db.crm.store.connection.collection('syncLinks').deleteMany({ workspaceId: home.workspaceId });
    await sync();
    expect(vendor.live('Account')).toHaveLength(1);
    expect(await db.crm.records(Company).count(home.scope)).toBe(1);
  });
});

describe('what is gone', () => {
  it('goes to the trash here when it was deleted there', async () => {
    const { ada, theirs } = await linked();
    vendor.put('Contact', { Id: theirs.Id, IsDeleted: true });
    expect(await sync()).toMatchObject({ deleted: 1 });
    await expect(db.crm.records(Contact).get(home.scope, ada.id)).rejects.toThrow();
  });

  it('waits for an admin when it is many', async () => {
    await begun();
    const made = Array.from({ length: 30 }, (_, at) => vendor.put('Contact', { LastName: `P${at}` }));
    await sync();
    for (const { Id } of made.slice(0, 25)) vendor.put('Contact', { Id, IsDeleted: true });
    expect(await sync()).toMatchObject({ deleted: 0, failed: 1 });
    expect(await contacts()).toHaveLength(30);
    expect((await start().preview(await connection())).deletedThere).toBe(25);
    expect(await start().begin(await connection(), home.scope)).toEqual({ deleted: 25 });
    expect(await contacts()).toHaveLength(5);
  });

  it('proposes the merge of two that were merged there', async () => {
    await begun();
    const [one, two] = ['Ada Quist', 'Ada Q'].map((LastName) => vendor.put('Contact', { LastName }));
    await sync();
    vendor.put('Contact', { Id: two?.Id as string, IsDeleted: true, MasterRecordId: one?.Id });
    await sync();
    expect(await contacts()).toHaveLength(2);
    const { records } = await db.crm.records(DuplicatePair).find(systemScope(home.workspaceId), {});
    expect(records).toHaveLength(1);
  });

  it('hands the link of a Lead to the Contact that it became', async () => {
    await begun();
    const lead = vendor.put('Lead', { LastName: 'Doe', Company: 'Acme', Email: 'doe@acme.example' });
    await sync();
    const [before] = await contacts();
    const contact = vendor.put('Contact', { LastName: 'Doe', Email: 'doe@acme.example', Title: 'CEO' });
    vendor.put('Lead', { Id: lead.Id, IsConverted: true, ConvertedContactId: contact.Id });
    await sync();
    expect(await contacts()).toMatchObject([{ id: before?.id, jobTitle: 'CEO' }]);
    const links = await new SyncLinks(db.crm).ofRecords({ workspaceId: home.workspaceId, credentialId }, [
      before?.id ?? '',
    ]);
    expect(links.map(({ object, state }) => [object, state]).sort()).toEqual([
      ['Contact', 'ok'],
      ['Lead', 'gone'],
    ]);
  });
});

it('erases a person there, whom a sync does not bring back', async () => {
  const { ada, theirs } = await linked();
  const [vendorThere] = vendors.filter(({ name }) => name === 'Salesforce');
  const keys = { contactIds: [ada.id], emails: ['ada@acme.example'], phones: [], names: [] };
  expect(await vendorThere?.erase(db.crm, home.workspaceId, keys)).toMatchObject([
    { target: 'Salesforce Contact', found: 1, erased: 1 },
  ]);
  expect(vendor.of('Contact').get(theirs.Id)?.IsDeleted).toBe(true);
  await sync();
  const hash = await keyedHasher(db.crm, home.workspaceId);
  const person = {
    workspaceId: home.workspaceId,
    hash: hash('email', 'ada@acme.example'),
    kind: 'email',
    at: clock,
  };
  await db.crm.store
    .model(ErasedPerson)
    .collection.insertOne({ _id: newId(), ...person, isDeleted: false } as never);
  vendor.put('Contact', { LastName: 'Quist', Email: 'Ada@acme.example' });
  const entry = await sync();
  expect(entry).toMatchObject({ created: 0, failed: 1 });
  expect(entry.errors.join()).toContain('erased on request');
  expect(entry.errors.join()).not.toContain('Quist');
});

describe('limits', () => {
  it('reads more than two thousand by a bulk query, each once', async () => {
    await begun();
    for (let at = 0; at < 2_100; at++)
      vendor.put('Contact', { LastName: `Person ${at}`, Description: `a, "quoted"\nnote ${at}` });
    expect(await sync()).toMatchObject({ created: 2_100, failed: 0 });
    expect(vendor.calls.some(({ path }) => path.includes('/jobs/query'))).toBe(true);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(2_100);
    expect(await db.crm.records(Contact).findOne(home.scope, { name: 'Person 7' })).toMatchObject({
      notes: 'a, "quoted"\nnote 7',
    });
  });

  it('takes no more than half of the calls of a day', async () => {
    await begun();
    vendor.used = 7_499;
    const entry = await sync();
    expect(entry.errors.join()).toContain('Half of the calls that Salesforce allows in a day are used');
    expect(vendor.used).toBeLessThan(7_510);
  });

  it('goes nowhere but to Salesforce', () => {
    const bases = (instanceUrl: string) => salesforce.bases({} as never, { instanceUrl });
    expect(bases('https://acme.my.salesforce.com')).toEqual({ instance: 'https://acme.my.salesforce.com' });
    for (const wrong of [
      'https://evil.example',
      'http://acme.salesforce.com',
      'https://salesforce.com.evil.example',
      '',
    ])
      expect(() => bases(wrong)).toThrow(/not its own/);
  });
});

async function samMail(): Promise<string> {
  const { team } = await db.crm.facts(home.workspaceId);
  return team.find(({ id }) => id === home.scope.actor.id)?.email ?? '';
}

async function linked() {
  const ada = await aContact(db.crm, home.scope, {
    name: 'Ada Quist',
    email: 'ada@acme.example',
    jobTitle: 'VP',
  });
  await begun();
  await sync();
  const [theirs] = vendor.live('Contact');
  if (!theirs) throw new Error('it was not made there');
  await sync();
  return { ada, theirs };
}
