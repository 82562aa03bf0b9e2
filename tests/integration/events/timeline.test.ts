import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { type DomainEvent, eventsOf } from '@clianta/crm-core/events/catalogue';
import { fromMessage, toMessage } from '@clianta/crm-core/events/event-message';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { touchRecords } from '@clianta/jobs/subscribers/touch-records';
import { writeActivity } from '@clianta/jobs/subscribers/write-activity';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';
import {
  aCompany,
  aContact,
  aDeal,
  aWorkspace,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let db: TestDatabase;
let home: TestWorkspace;
let stop: () => void;
let events: DomainEvent[] = [];

beforeAll(async () => {
  db = await openOwnDatabase();
  stop = db.crm.store.onWrite(({ entity, document, entry }) => {
    const made = eventsOf(entity.name, String(document.workspaceId), document._id, entry);
    events.push(...made.map((event) => fromMessage(JSON.parse(toMessage(event)))));
  });
});
afterAll(async () => {
  stop();
  await db.close();
});
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  events = [];
});

const context = () => ({ crm: db.crm, notify: () => {} });

/** Delivers every event since the last call, each twice, as a queue may. */
async function deliver(): Promise<void> {
  for (const event of events.splice(0)) {
    if (!['contact', 'company', 'opportunity', 'task'].includes(event.entity)) continue;
    await Promise.all([writeActivity(context(), event), writeActivity(context(), event)]);
    await writeActivity(context(), event);
  }
}

async function timeline(field: string, id: string): Promise<string[]> {
  const found = await db.crm
    .records(Activity)
    .find(home.scope, { where: [{ field, op: 'eq', value: id }], sort: 'at' });
  return found.records.map((activity) => activity.subject);
}

describe('the timeline', () => {
  it('is no entry of the audit log, which has told already what it tells; what people write in it is one', async () => {
    const contact = await aContact(db.crm, home.scope);
    await deliver();
    expect(await timeline('contactId', contact.id)).toEqual(['Contact created']);
    await db.crm
      .records(Activity)
      .create(home.scope, { type: 'note', subject: 'Met', at: db.crm.now(), contactId: contact.id });
    const { records } = await db.crm.records(UserAction).find(home.scope, {
      where: [{ field: 'entity', op: 'eq', value: Activity.name }],
    });
    expect(records.map(({ recordTitle }) => recordTitle)).toEqual(['Met']);
  });

  it('tells of a record and its changes in words, once each', async () => {
    const carlos = await home.member('Carlos Diaz');
    const contact = await aContact(db.crm, home.scope);
    await deliver();
    await db.crm.records(Contact).update(home.scope, contact.id, { ownerId: carlos.actor.id });
    await deliver();
    await db.crm.records(Contact).update(home.scope, contact.id, { status: 'qualified' });
    await deliver();
    await db.crm.records(Contact).update(home.scope, contact.id, { phone: '+1 415 555 0100' });
    await deliver();
    await db.crm.records(Contact).update(home.scope, contact.id, { phone: '+1 415 555 0199' });
    await deliver();
    await db.crm.records(Contact).update(home.scope, contact.id, { phone: null, city: 'Lisbon' });
    await deliver();
    expect(await timeline('contactId', contact.id)).toEqual([
      'Contact created',
      'Owner changed to Carlos Diaz',
      'Status changed from New to Qualified',
      'Phone set to +1 415 555 0100',
      'Phone changed from +1 415 555 0100 to +1 415 555 0199',
      'Phone and city changed',
    ]);
  });

  it('tells of a deal by the names of its stages, and on its company and contact too', async () => {
    const company = await aCompany(db.crm, home.scope);
    const contact = await aContact(db.crm, home.scope, { companyId: company.id });
    const deal = await aDeal(db.crm, home.scope, {
      companyId: company.id,
      contactId: contact.id,
      amountMinor: 1_200_000,
    });
    await deliver();
    const [pipeline] = (await db.crm.records(Pipeline).find(home.scope)).records;
    const stage = (name: string) => pipeline?.stages.find((one) => one.name === name)?.id;
    await db.crm.records(Opportunity).update(home.scope, deal.id, { stageId: stage('Proposal') });
    await deliver();
    await db.crm.records(Opportunity).update(home.scope, deal.id, { amountMinor: 1_500_000 });
    await deliver();
    await db.crm.records(Opportunity).update(home.scope, deal.id, { status: 'won' });
    await deliver();
    const told = [
      'Deal created',
      'Stage changed from Qualified to Proposal',
      'Amount changed from $12,000 to $15,000',
      'Deal won',
    ];
    expect(await timeline('opportunityId', deal.id)).toEqual(told);
    expect(await timeline('companyId', company.id)).toEqual(['Company created', 'Contact created', ...told]);
    expect(await timeline('contactId', contact.id)).toEqual(['Contact created', ...told]);
  });

  it('names the task, and is written by the system about the person who acted', async () => {
    const contact = await aContact(db.crm, home.scope);
    const task = await db.crm
      .records(Task)
      .create(home.scope, { title: 'Call Ada', contactId: contact.id, assigneeId: home.scope.actor.id });
    await deliver();
    await db.crm.records(Task).update(home.scope, task.id, { status: 'completed' });
    await deliver();
    expect(await timeline('contactId', contact.id)).toEqual([
      'Contact created',
      'Task created: Call Ada',
      'Task completed: Call Ada',
    ]);
    const [activity] = (await db.crm.records(Activity).find(home.scope, { sort: '-at', limit: 1 })).records;
    expect(activity).toMatchObject({ type: 'change', userId: home.scope.actor.id, createdBy: 'system' });
  });

  it('keeps telling a company about a contact that was deleted, and writes nothing where nothing is left', async () => {
    const company = await aCompany(db.crm, home.scope);
    const contact = await aContact(db.crm, home.scope, { companyId: company.id });
    const alone = await aContact(db.crm, home.scope, { name: 'Nobody Known' });
    await deliver();
    await db.crm.records(Contact).delete(home.scope, contact.id);
    await db.crm.records(Contact).delete(home.scope, alone.id);
    await deliver();
    expect(await timeline('companyId', company.id)).toEqual([
      'Company created',
      'Contact created',
      'Contact moved to the trash',
    ]);
    expect(await timeline('contactId', alone.id)).toEqual(['Contact created']);
  });

  it('leaves an entry deleted that somebody deleted, however often its event comes', async () => {
    const contact = await aContact(db.crm, home.scope);
    const [event] = events;
    await deliver();
    const [activity] = (await db.crm.records(Activity).find(home.scope)).records;
    await db.crm.records(Activity).delete(home.scope, String(activity?.id));
    if (event) await writeActivity(context(), event);
    expect(await timeline('contactId', contact.id)).toEqual([]);
  });
});

describe('a logged call', () => {
  it('moves "last contacted" and "last activity" forward, never back, without a write of the record', async () => {
    const company = await aCompany(db.crm, home.scope);
    const contact = await aContact(db.crm, home.scope, { companyId: company.id });
    const deal = await aDeal(db.crm, home.scope, { companyId: company.id });
    const log = (type: 'call' | 'note', day: string) =>
      db.crm.records(Activity).create(home.scope, {
        type,
        subject: 'Talked',
        at: new Date(day),
        contactId: contact.id,
        companyId: company.id,
        opportunityId: deal.id,
      });
    await log('call', '2026-03-02');
    await log('call', '2026-02-01');
    await log('note', '2026-03-05');
    for (const event of events.splice(0)) await touchRecords(context(), event);
    const after = {
      contact: await db.crm.records(Contact).get(home.scope, contact.id),
      company: await db.crm.records(Company).get(home.scope, company.id),
      deal: await db.crm.records(Opportunity).get(home.scope, deal.id),
    };
    expect(after.contact).toMatchObject({ lastContactedAt: new Date('2026-03-02'), version: 1 });
    expect(after.company.lastContactedAt).toEqual(new Date('2026-03-02'));
    expect(after.deal.lastActivityAt).toEqual(new Date('2026-03-05'));
    expect(events).toEqual([]);
  });
});
