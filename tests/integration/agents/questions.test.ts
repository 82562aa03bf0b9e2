import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { expect } from 'vitest';
import { sharedCrmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aCompany, aContact, aDeal, aWorkspace } from '../../support/test-crm.ts';

const it = sharedCrmTest
  /** The first column of the table in the answer. */
  .extend('listed', ({ sam }) => async (text: string, talker = sam): Promise<string[]> => {
    const { reply } = await talker.say(text);
    const [card] = reply.cards;
    if (card?.type !== 'table') return [];
    return card.rows.map((row) => row.cells[card.columns[0]?.key ?? ''] ?? '').sort();
  });

it.beforeAll(async ({ db, home }) => {
  const { crm } = db;
  const { scope } = home;
  const lena = await home.member('Lena Schmidt');
  const globex = await aCompany(crm, scope, {
    name: 'Globex',
    city: 'Berlin',
    industry: 'Technology',
    employees: 300,
  });
  const initech = await aCompany(crm, scope, {
    name: 'Initech',
    city: 'Paris',
    industry: 'Finance',
    ownerId: lena.actor.id,
  });
  const hooli = await aCompany(crm, scope, { name: 'Hooli', city: 'Berlin', industry: 'Technology' });
  const ada = await aContact(crm, scope, {
    name: 'Ada Quist',
    companyId: globex.id,
    email: 'ada@globex.example',
  });
  await aContact(crm, scope, { name: 'Bo Lind', companyId: initech.id, phone: '+1 415 555 0199' });
  await aContact(crm, scope, { name: 'Cy Hart', companyId: hooli.id, phone: '+14155550199' });
  await aContact(crm, scope, { name: 'Di Moss', companyId: hooli.id });
  const own = { ownerId: lena.actor.id };
  await aDeal(crm, scope, {
    title: 'Globex seats',
    companyId: globex.id,
    contactId: ada.id,
    amountMinor: 1_000_000,
    ...own,
  });
  await aDeal(crm, scope, {
    title: 'Globex support',
    companyId: globex.id,
    amountMinor: 2_000_000,
    ownerId: scope.actor.id,
  });
  const won = await aDeal(crm, scope, {
    title: 'Initech pilot',
    companyId: initech.id,
    amountMinor: 9_000_000,
    ...own,
  });
  await crm.records(Opportunity).update(scope, won.id, { status: 'won' });
  const lost = await aDeal(crm, scope, {
    title: 'Initech suite',
    companyId: initech.id,
    amountMinor: 700_000,
  });
  await crm.records(Opportunity).update(scope, lost.id, { status: 'lost', lossReason: 'Too expensive' });
  await crm.records(Task).create(scope, { title: 'Call Ada', contactId: ada.id });
  // the same things elsewhere must never count
  const other = await aWorkspace(crm);
  const foreign = await aCompany(crm, other.scope, {
    name: 'Foreign',
    city: 'Berlin',
    industry: 'Technology',
  });
  await aDeal(crm, other.scope, { title: 'Foreign deal', companyId: foreign.id, amountMinor: 99_000_000 });
});

it('finds records by what belongs to them, and says how it read the question', async ({ sam, listed }) => {
  const { reply } = await sam.say('which companies have no open deals');
  expect(reply.text).toBe('I found 2 companies without deals (status Open).');
  expect(await listed('companies without deals')).toEqual(['Hooli']);
  expect(await listed('companies with more than one contact')).toEqual(['Hooli']);
  expect(await listed('contacts at companies in Berlin')).toEqual(['Ada Quist', 'Cy Hart', 'Di Moss']);
  expect(await listed('contacts who have no task')).toEqual(['Bo Lind', 'Cy Hart', 'Di Moss']);
  expect(await listed('deals with companies over 200 employees')).toEqual(['Globex seats', 'Globex support']);
  expect(await listed('companies we lost deals with this year')).toEqual(['Initech']);
});

it('takes a place that the workspace knows for a place, and any other name for a company', async ({
  sam,
}) => {
  const berlin = await sam.say('companies from berlin');
  expect(berlin.reply.text).toContain('2 companies');
  const atlantis = await sam.say('contacts from Atlantis');
  expect(atlantis.reply.text).toContain('There is no company called “Atlantis”');
});

it('finds who shares a phone number, and says that nobody shares an e-mail address', async ({ sam }) => {
  const phones = await sam.say('which contacts have the same phone number');
  expect(phones.reply.text).toBe('2 contacts share a phone number with another.');
  const mails = await sam.say('which contacts share the same email');
  expect(mails.reply.text).toBe('No contacts share an e-mail address.');
});

it('ranks people and companies by figures of the database', async ({ sam }) => {
  const biggest = await sam.say('which company has the biggest pipeline');
  expect(biggest.reply.text).toBe(
    'Here are 2 deals by company. The highest total is with **Globex**: $30,000 in 2 deals.',
  );
  const most = await sam.say('who owns the most open deals');
  expect(most.reply.text).toMatch(/The most are with .*\*\*Lena Schmidt\*\*.*: 1 deal each\./);
  const industries = await sam.say('top 3 industries by deal value');
  const [card] = industries.reply.cards;
  expect(card?.type === 'table' && card.rows.map(({ cells }) => [cells.group, cells.sum])).toEqual([
    ['Finance', '$97,000'],
    ['Technology', '$30,000'],
  ]);
});

it('tells win rates per rep', async ({ sam }) => {
  const { reply } = await sam.say('win rate by rep');
  expect(reply.text).toContain('**Win rate** is **50%**, of 2 deals.');
  const [card] = reply.cards;
  expect(
    card?.type === 'table' && card.rows.map(({ cells }) => [cells.group, cells.count, cells.value]),
  ).toEqual([
    ['Lena Schmidt', '1', '100%'],
    ['None', '1', '0%'],
  ]);
});

it('answers a question for one field before it shows the record', async ({ sam }) => {
  expect((await sam.say("what's Ada's email?")).reply.text).toBe(
    '**Ada Quist**’s e-mail is ada@globex.example.',
  );
  expect((await sam.say('and her phone?')).reply.text).toBe('**Ada Quist** has no phone on record.');
  expect((await sam.say('who owns Initech?')).reply.text).toBe('**Initech** belongs to **Lena Schmidt**.');
  expect((await sam.say('how big is Globex?')).reply.text).toBe('**Globex** has 300 employees.');
  expect((await sam.say('why did we lose the Initech suite')).reply.text).toBe(
    '**Initech suite**’s loss reason is Too expensive.',
  );
  expect((await sam.say('how old is the deal')).reply.text).toContain('**Initech suite** was created today');
});

it('answers both parts of a question', async ({ sam }) => {
  const { reply } = await sam.say('how many deals did we win this year, and what were they worth');
  expect(reply.text).toBe('There is 1 deal. Together they come to $90,000.');
  const why = await sam.say('what did we lose this year and why');
  const [card] = why.reply.cards;
  expect(card?.type === 'table' && card.rows.map(({ cells }) => cells.lossReason)).toEqual(['Too expensive']);
});

it('goes on from a list: fewer of them, others, another order, one of them', async ({ sam, listed }) => {
  expect(await listed('show open deals')).toEqual(['Globex seats', 'Globex support']);
  expect(await listed('only those over 15k')).toEqual(['Globex support']);
  expect(await listed('and the ones of Lena?')).toEqual([]);
  await sam.say('open deals sorted by amount');
  expect((await sam.say('the second one')).reply.text).toContain('Globex seats');
  await sam.say('show open deals');
  expect((await sam.say('and for Lena?')).reply.text).toBe('I found 1 deal. Together they come to $10,000.');
  expect((await sam.say("what's the total?")).reply.text).toContain('$10,000');
  await sam.say('companies in Berlin');
  const rest = await sam.say('show the rest');
  expect(rest.reply.text).toBe('I found 2 companies. There are no more to show.');
});

it('names the first of an order, and says of it what is asked', async ({ sam }) => {
  expect((await sam.say('biggest open deal')).reply.text).toBe(
    '**Globex support** has the highest amount of 2 deals: $20,000.',
  );
  expect((await sam.say('who owns it and when does it close')).reply.text).toBe(
    '**Globex support** belongs to **Sam Rivera**.\n\n**Globex support** has no expected close on record.',
  );
});

it('says which words it searched for, and what there is when nothing fits', async ({ sam }) => {
  const { reply } = await sam.say('companies named Globex');
  expect(reply.text).toBe('I found 1 company matching “Globex”.');
  const none = await sam.say('companies in software');
  expect(none.reply.text).toBe(
    'I found no companies like that. What there is: Industry is Technology, Finance.',
  );
});

it('asks before a change by what belongs to the records, and changes only those', async ({
  db,
  home,
  sam,
}) => {
  const proposed = await sam.say('delete contacts of companies without deals');
  expect(proposed.approval?.count).toBe(2);
  await sam.decide(String(proposed.approval?.approvalId), 'approve');
  const { records } = await db.crm.records(Contact).find(home.scope, { sort: 'name' });
  expect(records.map(({ name }) => name)).toEqual(['Ada Quist', 'Bo Lind']);
});

it('answers a viewer too, who may read but not change', async ({ db, home, listed }) => {
  const viewer = await aTalker(db, await home.member('Vic Tan', 'viewer'));
  expect(await listed('companies without deals', viewer)).toEqual(['Hooli']);
  await viewer.say('delete companies without deals');
  expect(await db.crm.records(Company).count(home.scope)).toBe(3);
  await viewer.close();
});

it('asks with a form for what a new record needs, which says by itself what is added', async ({ sam }) => {
  const { reply } = await sam.say('create a contact');
  expect(reply.text).toContain('What is the name of the contact?');
  const [form] = reply.cards;
  if (form?.type !== 'form') throw new Error('no form');
  expect(form.fields[0]).toMatchObject({ isRequired: true, kind: 'text' });
  const made = await sam.call(form.tool, { [form.fields[0]?.name ?? '']: 'Jo Formby' });
  expect(made.reply.cards).toMatchObject([{ type: 'record', title: 'Jo Formby', badge: 'Created' }]);
});
