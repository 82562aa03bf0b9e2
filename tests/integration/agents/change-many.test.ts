import { updateContacts } from '@clianta/agents/agents/contact/contact.tools';
import { createTask } from '@clianta/agents/agents/task/create-task.tool';
import { updateTasks } from '@clianta/agents/agents/task/task.tools';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { describe, expect } from 'vitest';
import type { z } from 'zod';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest.extend(
  'tagsOf',
  ({ db, home }) =>
    async (name: string) =>
      (await db.crm.records(Contact).find(home.scope, { search: name })).records[0]?.tags ?? [],
);

describe('tags', () => {
  it('are added to those that are there, and taken off again, one record', async ({
    db,
    home,
    sam,
    tagsOf,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', tags: ['fair'] });
    const tagged = await sam.say('tag Jane as vip');
    expect(tagged.reply.text).toBe('Updated **Jane Doe**: added the tag vip.');
    expect(await tagsOf('Jane')).toEqual(['fair', 'vip']);
    const again = await sam.say('tag Jane as VIP');
    expect(again.changes).toEqual([]);
    expect(again.reply.text).toBe('Nothing to change: **Jane Doe** already has that.');
    expect(await tagsOf('Jane')).toEqual(['fair', 'vip']);
    const removed = await sam.say('remove the tag Fair from Jane');
    expect(removed.reply.text).toBe('Updated **Jane Doe**: removed the tag Fair.');
    expect(await tagsOf('Jane')).toEqual(['vip']);
    await sam.say('remove the tag vip from Jane');
    expect(await tagsOf('Jane')).toEqual([]);
    await sam.say('undo that');
    expect(await tagsOf('Jane')).toEqual(['vip']);
  });

  it('of many records keep what each has; they are proposed, in words', async ({ db, home, sam, tagsOf }) => {
    const { id } = await aCompany(db.crm, home.scope, { name: 'Northwind' });
    for (let i = 0; i < 12; i++)
      await aContact(db.crm, home.scope, { name: `Person${i}`, companyId: id, tags: [`own${i}`] });
    const asked = await sam.say('add the tag newsletter to all contacts at Northwind');
    expect(asked.approval).toMatchObject({
      title: 'Add the tag newsletter to 12 contacts',
      count: 12,
      changes: [{ label: 'Tags', to: 'newsletter added' }],
    });
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.changes).toHaveLength(12);
    expect(await tagsOf('Person7')).toEqual(['own7', 'newsletter']);
    const undone = await sam.say('undo that');
    expect(undone.changes).toHaveLength(12);
    expect(await tagsOf('Person7')).toEqual(['own7']);
  });
});

describe('“all”', () => {
  it('is what a tool needs to hear before it changes everything', async ({ db, home, sam }) => {
    for (let i = 0; i < 3; i++) await aContact(db.crm, home.scope, { name: `Person${i}` });
    const direct = (args: Record<string, unknown>) => sam.call('update_contacts', args);
    const refused = await direct({ where: [], set: { city: 'Oslo' } });
    expect(refused.changes).toEqual([]);
    expect(refused.reply.text).toMatch(/^Say which contacts/);
    expect(
      await db.crm.records(Contact).count(home.scope, { where: [{ field: 'city', op: 'is_set' }] }),
    ).toBe(0);
    const all = await direct({ all: true, set: { city: 'Oslo' } });
    expect(all.approval).toMatchObject({ title: 'Set the city of 3 contacts to Oslo', count: 3 });
    expect(updateContacts.input.safeParse({ all: true, set: { city: 'Oslo' } }).success).toBe(true);
  });

  it('asks before everything is deleted', async ({ db, home, sam }) => {
    for (let i = 0; i < 3; i++) await aContact(db.crm, home.scope, { name: `Person${i}` });
    const asked = await sam.say('delete all contacts');
    expect(asked.approval).toMatchObject({ title: 'Delete 3 contacts', count: 3 });
  });
});

describe('a task about a deal', () => {
  it('names it `deal` as every other tool does, and gets the company of the deal', async ({
    db,
    home,
    sam,
  }) => {
    const { id: companyId } = await aCompany(db.crm, home.scope, { name: 'Litware' });
    const deal = await aDeal(db.crm, home.scope, { title: 'Litware pilot', companyId });
    const names = Object.keys(createTask.input.shape);
    expect(names).toContain('deal');
    expect(names).not.toContain('opportunity');
    expect(Object.keys((updateTasks.input.shape.set as z.ZodOptional<z.ZodObject>).unwrap().shape)).toContain(
      'deal',
    );
    await sam.say('create a task to send the contract for the Litware pilot');
    const [task] = (await db.crm.records(Task).find(home.scope)).records;
    expect(task).toMatchObject({ opportunityId: deal.id, companyId });
    const listed = await sam.say('show the tasks for the Litware pilot');
    const table = listed.reply.cards.find((card) => card.type === 'table');
    expect(table?.type === 'table' && table.count).toBe(1);
    expect(await db.crm.records(Company).count(home.scope)).toBe(1);
    expect(await db.crm.records(Opportunity).count(home.scope)).toBe(1);
  });
});
