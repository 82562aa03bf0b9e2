import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

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
