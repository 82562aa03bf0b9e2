import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

describe('several things in one message', () => {
  it('are done in order by their agents, the later ones knowing what the earlier ones made', async ({
    db,
    home,
    sam,
  }) => {
    const result = await sam.say(
      'Add Jane Doe from Initech, jane@initech.example, and create a 12k deal for them',
    );
    expect(result.agents).toEqual(['contactAgent', 'dealAgent']);
    const [company] = (await db.crm.records(Company).find(home.scope, { search: 'Initech' })).records;
    const [deal] = (await db.crm.records(Opportunity).find(home.scope)).records;
    expect((await db.crm.records(Contact).find(home.scope)).records[0]).toMatchObject({
      name: 'Jane Doe',
      companyId: company?.id,
    });
    expect(deal).toMatchObject({ amountMinor: 1_200_000 });
    expect([deal?.companyId, deal?.contactId].filter(Boolean).length).toBeGreaterThan(0);
    expect(await db.crm.records(Company).count(home.scope)).toBe(1);
  });

  it('are undone together', async ({ db, home, sam }) => {
    await sam.say('Add Jane Doe from Initech, jane@initech.example, and create a 12k deal for them');
    await sam.say('Undo that');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
    expect(await db.crm.records(Opportunity).count(home.scope)).toBe(0);
  });
});

describe('a request of which one part needs a decision', () => {
  const said = 'Add Bob Smith, bob@initech.example, and delete all contacts without an e-mail';

  it.beforeEach(async ({ db, home }) => {
    await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  });

  it('tells with the proposal what was done before it, and does not deny it when that is rejected', async ({
    sam,
  }) => {
    const asked = await sam.say(said);
    expect(asked.reply.text).toMatch(
      /^Added \*\*Bob Smith\*\*[\s\S]*\n\n\*\*Delete the contact Ada Quist\*\*\?/,
    );
    expect(asked.reply.cards.map((card) => card.type)).toEqual(['record', 'approval']);
    expect(asked.changes).toMatchObject([{ entity: 'contact', change: 'created' }]);
    const rejected = await sam.decide(String(asked.approval?.approvalId), 'reject');
    expect(rejected.reply.text).toBe('All right, I did not delete the contact Ada Quist.');
  });

  it('does not tell it again with what was approved, and knows who “him” is meanwhile', async ({
    db,
    home,
    sam,
  }) => {
    const asked = await sam.say(said);
    await sam.say('Change his phone to +1 415 555 0100');
    expect((await db.crm.records(Contact).findOne(home.scope, { name: 'Bob Smith' }))?.phone).toBeDefined();
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.reply.text).toBe('Deleted 1 contact.');
  });

  it('answers the question beside it once', async ({ db, home, sam }) => {
    await aDeal(db.crm, home.scope);
    const asked = await sam.say('How many deals do we have and delete all contacts without an e-mail');
    expect(asked.reply.text).toMatch(/^There is 1 deal\.\n\n\*\*Delete the contact/);
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.reply.text).toBe('Deleted 1 contact.');
  });
});

describe('a question back', () => {
  it('is asked when two people fit, and the answer completes the same request', async ({ db, home, sam }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'a@x.example' });
    await aContact(db.crm, home.scope, { name: 'Jane Roe', email: 'b@x.example' });
    const asked = await sam.say("Change Jane's phone to +1 415 555 0100");
    expect(asked.changes).toEqual([]);
    expect(asked.reply.text).toMatch(/Which contact/);
    const done = await sam.say('Jane Roe');
    expect(done.changes).toHaveLength(1);
    expect((await db.crm.records(Contact).findOne(home.scope, { email: 'b@x.example' }))?.phone).toBe(
      '+14155550100',
    );
  });
});

describe('a name that is not there', () => {
  it('is said, with the names that are near, and the answer goes on with the same request', async ({
    db,
    home,
    sam,
  }) => {
    await aDeal(db.crm, home.scope, { title: 'Kestrel avionics' });
    await aDeal(db.crm, home.scope, { title: 'Northwind renewal' });
    const asked = await sam.say('mark the Kestrel training deal as lost because the budget was cut');
    expect(asked.changes).toEqual([]);
    expect(asked.reply.text).toContain('There is no deal called “Kestrel training”');
    expect(asked.reply.text).not.toContain('Northwind');
    const done = await sam.say('yes');
    expect(done.changes).toHaveLength(1);
    const lost = await db.crm.records(Opportunity).findOne(home.scope, { title: 'Kestrel avionics' });
    expect(lost).toMatchObject({ status: 'lost', lossReason: 'the budget was cut' });
  });

  it('is said plainly when no name is near', async ({ sam }) => {
    const { reply } = await sam.say('delete the Zeppelin deal');
    expect(reply.text).toContain('There is no deal called “Zeppelin”');
  });
});

describe('changes of one record', () => {
  it('are one change with one line and one card', async ({ db, home, sam }) => {
    await aContact(db.crm, home.scope, { name: 'Marco Rossi' });
    await sam.say('show Marco Rossi');
    const result = await sam.say('please set his status to qualified and assign him to me, thanks!');
    expect(result.toolCalls).toHaveLength(1);
    expect(result.reply.cards).toHaveLength(1);
    expect(await db.crm.records(Contact).findOne(home.scope, { name: 'Marco Rossi' })).toMatchObject({
      status: 'qualified',
      ownerId: home.scope.actor.id,
    });
  });

  it('reach each of the records that are named', async ({ db, home, sam }) => {
    for (const name of ['Grace Hall', 'Omar Haddad', 'Nina Petrova'])
      await aContact(db.crm, home.scope, { name });
    const { approval } = await sam.say('tag Grace Hall and Omar Haddad as event');
    const { changes } = await sam.decide(String(approval?.approvalId), 'approve');
    expect(changes).toHaveLength(2);
    expect(
      (await db.crm.records(Contact).findOne(home.scope, { name: 'Nina Petrova' }))?.tags,
    ).toBeUndefined();
  });
});

describe('a new deal', () => {
  it('is not called a deal twice', async ({ sam }) => {
    const { reply } = await sam.say('Create a 12k deal for Northwind');
    expect(reply.text).toContain('Created **Northwind deal**, worth');
    const other = await sam.say('Create a deal called Winter campaign for Northwind');
    expect(other.reply.text).toContain('Created the deal **Winter campaign**');
  });
});

describe('a bulk change of stage', () => {
  it('names the stage, not its id', async ({ db, home, sam }) => {
    for (const title of ['One', 'Two', 'Three']) await aDeal(db.crm, home.scope, { title });
    const asked = await sam.say('Move all deals in Qualified to Proposal');
    expect(asked.approval?.title).toBe('Move 3 deals to Proposal');
    const result = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(result.changes).toHaveLength(3);
    const { records } = await db.crm.records(Pipeline).find(home.scope);
    const proposal = records[0]?.stages.find((stage) => stage.name === 'Proposal')?.id;
    const deals = await db.crm.records(Opportunity).find(home.scope);
    expect(deals.records.map((deal) => deal.stageId)).toEqual([proposal, proposal, proposal]);
  });
});

describe('an order that goes on from another', () => {
  it('is not carried out on somebody else of that name: another one is proposed, and only that one is meant', async ({
    db,
    home,
    sam,
  }) => {
    const mia = await home.member('Mia Schulz');
    const known = await aContact(db.crm, home.scope, { name: 'Rosa Lind', email: 'rosa@x.example' });
    const said = 'Add Rosa Lind as a new lead and assign her to Mia Schulz';
    const asked = await sam.say(said);
    expect(asked.reply.text).toContain('Add another Rosa Lind beside the one who is there (rosa@x.example)');
    expect(asked.changes).toEqual([]);
    const rejected = await sam.decide(String(asked.approval?.approvalId), 'reject');
    expect(rejected.reply.text).toContain('I left out “assign her to Mia Schulz”');
    const again = await sam.say(said);
    await sam.decide(String(again.approval?.approvalId), 'approve');
    const { records } = await db.crm.records(Contact).find(home.scope, { search: 'Rosa Lind' });
    const fresh = records.filter(({ id }) => id !== known.id);
    expect(records.find(({ id }) => id === known.id)?.version).toBe(known.version);
    expect(fresh).toMatchObject([{ name: 'Rosa Lind', lifecycleStage: 'lead', ownerId: mia.actor.id }]);
  });

  it('is left out where the person is surely there already', async ({ db, home, sam }) => {
    await home.member('Mia Schulz');
    const company = await aCompany(db.crm, home.scope, { name: 'Initech' });
    const known = await aContact(db.crm, home.scope, { name: 'Rosa Lind', companyId: company.id });
    const { reply, changes } = await sam.say('Add Rosa Lind from Initech and assign her to Mia Schulz');
    expect(reply.text).toMatch(
      /Rosa Lind\*\* is already in your contacts[\s\S]*I left out “assign her to Mia/,
    );
    expect(changes).toEqual([]);
    expect((await db.crm.records(Contact).get(home.scope, known.id)).version).toBe(known.version);
  });

  it('is left out by another agent as well', async ({ db, home, sam }) => {
    const company = await aCompany(db.crm, home.scope, { name: 'Initech' });
    await aContact(db.crm, home.scope, { name: 'Rosa Lind', companyId: company.id });
    const { reply, changes } = await sam.say('Add Rosa Lind from Initech and create a 12k deal for her');
    expect(reply.text).toContain('I left out “create a 12k deal for her”');
    expect(changes).toEqual([]);
  });

  it('is carried out on the very records that were asked for, or on none', async ({ db, home, sam }) => {
    const mia = await home.member('Mia Schulz');
    const berlin = await aContact(db.crm, home.scope, { name: 'Rosa Lind', city: 'Berlin' });
    const oslo = await aContact(db.crm, home.scope, { name: 'Nils Berg', city: 'Oslo' });
    await sam.say('Show contacts in Berlin and assign them to Mia Schulz');
    expect(await db.crm.records(Contact).get(home.scope, berlin.id)).toMatchObject({ ownerId: mia.actor.id });
    expect((await db.crm.records(Contact).get(home.scope, oslo.id)).version).toBe(oslo.version);
    const { reply, changes } = await sam.say('Show contacts in Lima and assign them to Mia Schulz');
    expect(reply.text).toContain('I found no contacts');
    expect(changes).toEqual([]);
  });
});

describe('several orders of which one is not understood', () => {
  it('are none of them carried out; what was understood is said, and is a button', async ({
    db,
    home,
    sam,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Rosa Lind' });
    const asked = await sam.say('Tag Rosa Lind as hot. Blorp the frobnitz. Create a task to call Rosa Lind');
    expect(asked.changes).toEqual([]);
    expect(asked.reply.text).toMatch(
      /I understood “Tag Rosa Lind as hot” and “Create a task to call Rosa Lind”, but not “Blorp the frobnitz”/,
    );
    const done = await sam.say('the first one');
    expect(done.changes).toMatchObject([{ entity: 'contact', change: 'updated' }]);
  });

  it('are none of them carried out where a look leaves words over', async ({ db, home, sam }) => {
    await aCompany(db.crm, home.scope, { name: 'Initech' });
    const { changes } = await sam.say('Show Initech, blorp the frobnitz, and create a task to call them');
    expect(changes).toEqual([]);
  });
});
