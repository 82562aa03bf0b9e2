import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { AUDIT_HEADS } from '@clianta/crm-core/entity/audit-chain';
import { operation } from '@clianta/crm-core/entity/scope';
import mongoose, { type Connection } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { aCompany, aContact, aDeal, aWorkspace, type TestWorkspace } from '../../support/test-crm.ts';

let connection: Connection;
let crm: CrmCore;
let home: TestWorkspace;
let sent: string[] = [];

beforeAll(async () => {
  connection = await mongoose.createConnection(inject('mongoUri'), { monitorCommands: true }).asPromise();
  crm = new CrmCore({ connection });
  await crm.store.ensureIndexes();
  home = await aWorkspace(crm);
  connection.getClient().on('commandStarted', ({ commandName, command }) => {
    // where the audit log ends is noted later, and nobody waits for it
    if (command[commandName] !== AUDIT_HEADS) sent.push(`${commandName} ${String(command[commandName])}`);
  });
});
afterAll(() => connection.close());

/** The commands that reach the database while it runs. */
async function commandsOf(act: () => Promise<unknown>): Promise<string[]> {
  await crm.facts(home.workspaceId);
  sent = [];
  await act();
  return sent;
}

/** Each further command is a wait for the user: whoever needs one more changes a line here. */
describe('the commands sent to the database', () => {
  it('to create a record: its references side by side, the write, the copy into the audit log', async () => {
    expect(await commandsOf(() => aContact(crm, home.scope))).toEqual(['insert contacts', 'insert audit']);
    const company = await aCompany(crm, home.scope);
    expect(await commandsOf(() => aContact(crm, home.scope, { companyId: company.id }))).toEqual([
      'find companies',
      'insert contacts',
      'insert audit',
    ]);
  });

  it('to create a deal: the pipeline once, though the rule and the reference ask for it', async () => {
    const [company, contact] = [await aCompany(crm, home.scope), await aContact(crm, home.scope)];
    const commands = await commandsOf(() =>
      aDeal(crm, home.scope, { companyId: company.id, contactId: contact.id }),
    );
    expect(commands.toSorted()).toEqual([
      'find companies',
      'find contacts',
      'find pipelines',
      'insert audit',
      'insert opportunities',
    ]);
    expect(commands.slice(-2)).toEqual(['insert opportunities', 'insert audit']);
  });

  it('to change a record: one read, the write, the copy into the audit log', async () => {
    const contact = await aContact(crm, home.scope);
    const contacts = crm.records(Contact);
    const rewrite = ['find contacts', 'findAndModify contacts', 'insert audit'];
    expect(await commandsOf(() => contacts.update(home.scope, contact.id, { city: 'Oslo' }))).toEqual(
      rewrite,
    );
    expect(await commandsOf(() => contacts.update(home.scope, contact.id, { city: 'Oslo' }))).toEqual([
      'find contacts',
    ]);
    const deleted = await commandsOf(() => contacts.delete(home.scope, contact.id));
    expect([deleted[0], ...deleted.slice(-2)]).toEqual(rewrite);
    // what refers to it, asked side by side
    expect(deleted.slice(1, -2).toSorted()).toEqual(
      [
        'find opportunities',
        'find tasks',
        'find tickets',
        'find calendar-events',
        'find callRecordings',
        'find proposals',
        'find attachments',
        'find form-submissions',
        'find waitlist-entries',
        'find waitlist-entries',
        'find referral-links',
        'find referrals',
        'find referrals',
        'find sync-conflicts',
        'find email-messages',
        'find phone-messages',
        'find email-drafts',
        'find visitors',
        'find tracking-events',
        'find mail-touches',
        'find email-threads',
      ].toSorted(),
    );
    expect(await commandsOf(() => contacts.restore(home.scope, contact.id))).toEqual(rewrite);
  });

  it('to change a record in a repeatable operation: the audit log is asked beside the read', async () => {
    const contact = await aContact(crm, home.scope);
    const scope = { ...home.scope, operation: operation(`${contact.id}.commands`) };
    const commands = await commandsOf(() =>
      crm.records(Contact).update(scope, contact.id, { city: 'Bergen' }),
    );
    expect(commands).toEqual(['find contacts', 'find audit', 'findAndModify contacts', 'insert audit']);
  });

  it('to move a deal: the pipeline in addition', async () => {
    const deal = await aDeal(crm, home.scope);
    const move = () => crm.records(Opportunity).update(home.scope, deal.id, { status: 'won' });
    expect(await commandsOf(move)).toEqual([
      'find opportunities',
      'find pipelines',
      'findAndModify opportunities',
      'insert audit',
    ]);
  });

  it('to read: one, and a second for a search that finds nothing as it is written', async () => {
    const company = await aCompany(crm, home.scope, { name: 'Quillfeather' });
    const companies = crm.records(Company);
    const find = (search: string) => commandsOf(() => companies.find(home.scope, { search }));
    expect(await commandsOf(() => companies.get(home.scope, company.id))).toEqual(['find companies']);
    expect(await commandsOf(() => companies.getMany(home.scope, [company.id]))).toEqual(['find companies']);
    expect(await commandsOf(() => companies.count(home.scope))).toEqual(['aggregate companies']);
    expect(await commandsOf(() => companies.totals(home.scope, {}))).toEqual(['aggregate companies']);
    expect(await find('quillfeather')).toEqual(['find companies']);
    expect(await find('quilfeather')).toEqual(['find companies', 'find companies']);
  });
});
