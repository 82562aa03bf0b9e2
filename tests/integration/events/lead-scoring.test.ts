import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import { type RunningRelay, startRelay } from '@clianta/crm-core/events/relay';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { IdealCustomer } from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { LeadRules } from '@clianta/crm-core/intelligence/lead-rules/lead-rules.schema';
import { LeadScore } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { LifecycleHistory } from '@clianta/crm-core/intelligence/lifecycle-history/lifecycle-history.schema';
import { scoreContacts } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { fadeIntent } from '@clianta/jobs/clock/fade-intent';
import { type RunningJobs, startJobs } from '@clianta/jobs/start';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';
import {
  aCompany,
  aContact,
  aDeal,
  aWorkspace,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let now: Date;
let db: TestDatabase;
let home: TestWorkspace;
let transport: InProcessTransport;
let relay: RunningRelay;
let running: RunningJobs;
const notify = () => undefined;

beforeAll(async () => {
  db = await openOwnDatabase({ now: () => now });
  transport = new InProcessTransport({
    deadLetters: mongoDeadLetters(db.database.connection),
    retryDelaysMs: [10],
  });
  relay = startRelay(db.crm, transport);
  running = await startJobs({ crm: db.crm, transport, notify });
});
afterAll(async () => {
  await running.stop();
  await relay.stop();
  await transport.close();
  await db.close();
});
beforeEach(async () => {
  now = new Date('2026-03-02T12:00:00.000Z');
  home = await aWorkspace(db.crm);
  await db.crm.records(IdealCustomer).create(home.scope, {
    industries: ['Software'],
    employeesFrom: 50,
    employeesTo: 500,
    countries: ['Germany'],
  });
});

const contact = (id: string) => db.crm.records(Contact).get(home.scope, id);
const reasons = async (contactId: string) => db.crm.records(LeadScore).findOne(home.system, { contactId });
const shows = (id: string, values: Record<string, unknown>) =>
  vi.waitFor(async () => expect(await contact(id)).toMatchObject(values), 5_000);
const signal = (contactId: string, type: 'form' | 'demoRequest', at = now) =>
  db.crm.records(IntentSignal).create(home.scope, { contactId, type, at, eventId: newId() });

/** Fits in all, 60 points of fit, and is of grade C. */
async function aFittingContact() {
  const company = await aCompany(db.crm, home.scope, {
    industry: 'Software',
    employees: 90,
    country: 'Germany',
  });
  const ada = await aContact(db.crm, home.scope, {
    email: 'ada@northwind.example',
    phone: '+4930123456',
    jobTitle: 'CTO',
    companyId: company.id,
  });
  await shows(ada.id, { leadScore: 60, leadGrade: 'C' });
  return { ada, company };
}

it('scores a person when something about them becomes known, and says why', async () => {
  const { ada, company } = await aFittingContact();
  await signal(ada.id, 'form');
  await shows(ada.id, { leadScore: 68, leadGrade: 'B' });
  expect((await reasons(ada.id))?.factors).toContainEqual(
    expect.objectContaining({ key: 'form', label: '1 form sent', points: 8 }),
  );
  await db.crm.records(Company).update(home.scope, company.id, { industry: 'Mining' });
  await shows(ada.id, { leadScore: 53, leadGrade: 'C' });
});

it('writes a score past the version and the audit log, and tells the timeline of a new grade', async () => {
  const { ada } = await aFittingContact();
  await signal(ada.id, 'form');
  await shows(ada.id, { leadGrade: 'B' });
  expect((await contact(ada.id)).version).toBe(1);
  const { records } = await db.crm.records(UserAction).find(home.scope, {
    where: [{ field: 'recordId', op: 'eq', value: ada.id }],
  });
  expect(records.map(({ change }) => change)).toEqual(['created']);
  await vi.waitFor(async () => {
    const where = [{ field: 'contactId', op: 'eq' as const, value: ada.id }];
    const { records: timeline } = await db.crm.records(Activity).find(home.scope, { where });
    expect(timeline.map(({ subject }) => subject)).toContain('Lead grade changed from C to B');
  }, 5_000);
});

const fade = async () => {
  const { timeZone } = await db.crm.facts(home.workspaceId);
  await fadeIntent.run({ crm: db.crm, notify }, { workspaceId: home.workspaceId, timeZone, slot: '' });
};

it('fades at local midnight, once, and makes up for nights without a process', async () => {
  const { ada } = await aFittingContact();
  await signal(ada.id, 'form');
  await shows(ada.id, { leadScore: 68 });
  now = new Date('2026-03-03T22:30:00.000Z');
  await fade();
  await shows(ada.id, { leadScore: 67 });
  await fade();
  expect(await reasons(ada.id)).toMatchObject({ intent: 18, score: 67 });
  now = new Date('2026-03-08T08:00:00.000Z');
  await fade();
  await shows(ada.id, { leadScore: 60, leadGrade: 'C' });
});

it('keeps a grade that somebody gave as points on top, and takes them away when it is undone', async () => {
  const { ada } = await aFittingContact();
  const scope = { ...home.scope, groupId: newId() };
  await db.crm.records(Contact).update(scope, ada.id, { leadGrade: 'A' });
  await shows(ada.id, { leadScore: 80, leadGrade: 'A' });
  expect((await reasons(ada.id))?.adjustment).toMatchObject({ points: 20, reason: 'Set by Sam Rivera' });
  await signal(ada.id, 'form');
  await shows(ada.id, { leadScore: 88 });
  await undoGroup(db.crm, home.scope, scope.groupId, now);
  await shows(ada.id, { leadScore: 64, leadGrade: 'C' });
});

it('counts everybody anew when the rules change', async () => {
  const { ada } = await aFittingContact();
  await signal(ada.id, 'form');
  await shows(ada.id, { leadScore: 68 });
  await db.crm.records(LeadRules).create(home.scope, { form: 60 });
  await shows(ada.id, { leadScore: 84, leadGrade: 'A' });
  expect(await reasons(ada.id)).toMatchObject({ rulesVersion: 1 });
});

it('takes a lead through its lifecycle, forward only, and leaves a stage that was chosen', async () => {
  const { ada } = await aFittingContact();
  await signal(ada.id, 'form');
  await shows(ada.id, { lifecycleStage: 'mql' });
  await signal(ada.id, 'demoRequest');
  await shows(ada.id, { leadGrade: 'A' });
  await db.crm
    .records(Activity)
    .create(home.scope, { type: 'call', subject: 'Called', at: now, contactId: ada.id });
  await shows(ada.id, { lifecycleStage: 'sql' });
  const deal = await aDeal(db.crm, home.scope, { contactId: ada.id });
  await shows(ada.id, { lifecycleStage: 'opportunity' });
  await db.crm.records(Contact).update(home.scope, ada.id, { lifecycleStage: 'mql' });
  await vi.waitFor(async () => {
    const { records } = await db.crm.records(LifecycleHistory).find(home.system, { sort: 'at' });
    expect(records.map(({ cause }) => cause).toSorted()).toEqual([
      'deal created',
      'form',
      'person',
      'sales activity',
    ]);
  }, 5_000);
  await db.crm.records(Opportunity).update(home.scope, deal.id, { status: 'won' });
  const bob = await aContact(db.crm, home.scope, { name: 'Bob' });
  await shows(bob.id, { leadGrade: 'F' });
  await relay.relay.drain(10_000);
  expect(await contact(ada.id)).toMatchObject({ lifecycleStage: 'mql' });
});

it('ends with one true score when several processes count at once', async () => {
  const { ada } = await aFittingContact();
  await Promise.all(
    Array.from({ length: 12 }, async (_, at) => {
      await db.crm.store.model(IntentSignal.name).collection.insertOne({
        _id: newId(),
        workspaceId: home.workspaceId,
        contactId: ada.id,
        type: 'click',
        subject: `${at}`,
        at: now,
        eventId: newId(),
        isDeleted: false,
      } as never);
      await scoreContacts(db.crm, home.workspaceId, [ada.id]);
    }),
  );
  expect(await reasons(ada.id)).toMatchObject({ intent: 120, score: 100 });
  expect(await contact(ada.id)).toMatchObject({ leadScore: 100, leadGrade: 'A' });
});
