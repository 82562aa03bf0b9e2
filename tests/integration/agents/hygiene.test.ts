import type { Card } from '@clianta/agents/reply.schema';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { DuplicatePair } from '@clianta/crm-core/intelligence/duplicate-pair/duplicate-pair.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const NOW = new Date('2026-11-20T08:30:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => NOW });

const cardOf = <T extends Card['type']>({ reply }: TurnResult, type: T) => {
  const card = reply.cards.find((one) => one.type === type);
  if (!card) throw new Error(`no ${type}: ${reply.text}`);
  return card as Extract<Card, { type: T }>;
};
const approvalOf = (result: TurnResult) => cardOf(result, 'approval');
const rowsOf = (result: TurnResult) => cardOf(result, 'table').rows.map(({ cells }) => cells);

/** Walter twice, with a task on the second; his brother; a company twice. */
async function doubles({ crm }: Pick<TestDatabase, 'crm'>, { scope }: TestWorkspace) {
  const acme = await aCompany(crm, scope, { name: 'Acme GmbH', domain: 'acme.example', country: 'Germany' });
  const twin = await aCompany(crm, scope, { name: 'ACME', industry: 'Pumps', country: 'Germany' });
  const person = (name: string, values: object) => aContact(crm, scope, { name, ...values });
  const walter = await person('Walter Novak', {
    email: 'walter@acme.example',
    phone: '+49 30 1234567',
    companyId: acme.id,
    jobTitle: 'Buyer',
  });
  const second = await person('W. Novak', { phone: '+49 30 1234567', city: 'Bonn' });
  const olga = await person('Olga Berg', { email: 'olga@berg.example' });
  await crm.records(Task).create(scope, { title: 'Call back', contactId: second.id });
  return { acme, twin, walter, second, olga };
}

describe('duplicates', () => {
  it('are listed with their reasons, of all, of a kind, by what they share', async ({ db, home, sam }) => {
    await doubles(db, home);
    const { reply } = await sam.say('find duplicates');
    expect(reply.text).toContain('2 contacts look like duplicates, in 1 pair.');
    expect(reply.text).toContain('2 companies look like duplicates, in 1 pair.');
    const [pair] = rowsOf(await sam.say('which contacts are in there twice?'));
    expect(pair).toMatchObject({ why: 'Same phone number +49 30 1234567', likeness: '90 %' });
    expect(rowsOf(await sam.say('find duplicate companies'))[0]?.why).toBe(
      'Same name but for the legal form',
    );
    expect((await sam.say('contacts with the same email')).reply.text).toBe(
      'No contacts share an e-mail address.',
    );
  });

  it('of one are only theirs', async ({ db, home, sam }) => {
    await doubles(db, home);
    const result = await sam.say('is there another Walter Novak?');
    expect(rowsOf(result)).toMatchObject([{ other: 'W. Novak' }]);
    expect((await sam.say('is there another Olga Berg?')).reply.text).toContain(
      'There is only one contact like',
    );
  });

  it('that are different people stay two for good, and can be taken back', async ({ db, home, sam }) => {
    await doubles(db, home);
    await sam.say('is there another Walter Novak?');
    expect((await sam.say("they're brothers")).reply.text).toContain('stay two');
    expect((await sam.say('find duplicate contacts')).reply.text).toContain('No contacts look as if');
    await sam.say('undo that');
    expect((await sam.say('find duplicate contacts')).reply.text).toContain('2 contacts');
  });
});

describe('a merge', () => {
  it('is shown before, turned round, proposed, done and undone as one', async ({ db, home, sam }) => {
    const { walter, second } = await doubles(db, home);
    const preview = await sam.say('preview the merge of Walter Novak and W. Novak');
    expect(preview.reply.text).toContain('**Walter Novak** (Acme GmbH · walter@acme.example) would stay');
    expect(preview.reply.text).toContain('1 task moves over');
    expect(rowsOf(preview).find(({ field }) => field === 'City')).toMatchObject({
      r0: '',
      r1: 'Bonn',
      result: 'Bonn',
    });
    expect((await sam.say('keep the second')).reply.text).toContain('**W. Novak** would stay');
    const card = approvalOf(await sam.say('merge them'));
    expect(card).toMatchObject({ title: 'Merge 2 contacts into W. Novak', count: 2 });
    expect(card.changes).toContainEqual({ label: 'E-mail', from: '—', to: 'walter@acme.example' });
    const { reply } = await sam.decide(card.approvalId, 'approve');
    expect(reply.text).toContain('Merged 2 contacts into **W. Novak**.');
    const contacts = db.crm.records(Contact);
    expect(await contacts.get(home.scope, second.id)).toMatchObject({
      email: 'walter@acme.example',
      jobTitle: 'Buyer',
    });
    expect((await sam.say('find duplicate contacts')).reply.text).toContain('No contacts look as if');
    const undone = await sam.say('undo that merge');
    expect(undone.reply.text).toContain('Undone');
    expect(await contacts.get(home.scope, walter.id)).toMatchObject({
      email: 'walter@acme.example',
      isDeleted: false,
    });
  });

  it('of all is one proposal of groups, and leaves out what was changed since', async ({ db, home, sam }) => {
    const { walter } = await doubles(db, home);
    const one = await aContact(db.crm, home.scope, { name: 'Ivo Hale', email: 'ivo@hale.example' });
    await aContact(db.crm, home.scope, { name: 'Ivo Hale', email: 'ivo+fair@hale.example' });
    const card = approvalOf(await sam.say('Find and merge duplicate contacts'));
    expect(card).toMatchObject({ title: 'Merge 4 contacts into 2', count: 4 });
    expect(card.sample[0]?.detail).toMatch(/^with /);
    await db.crm.records(Contact).update(home.scope, walter.id, { city: 'Turin' });
    const { reply } = await sam.decide(card.approvalId, 'approve');
    expect(reply.text).toContain('Merged 2 contacts into **Ivo Hale**.');
    expect(reply.text).toMatch(/I left out \*\*.*Novak\*\*/);
    expect(await db.crm.records(Contact).get(home.scope, one.id)).toMatchObject({
      otherEmails: ['ivo+fair@hale.example'],
    });
  });

  it('of what was changed since is shown anew and not done', async ({ db, home, sam }) => {
    const { walter, second } = await doubles(db, home);
    const card = approvalOf(await sam.say('merge Walter Novak and W. Novak'));
    await db.crm.records(Contact).update(home.scope, second.id, { city: 'Turin' });
    const { reply } = await sam.decide(card.approvalId, 'approve');
    expect(reply.text).toContain('I merged nothing: W. Novak was changed since it was shown.');
    expect(rowsOf({ reply } as TurnResult).find(({ field }) => field === 'City')).toMatchObject({
      result: 'Turin',
    });
    expect(
      (await db.crm.records(Contact).getMany(home.scope, [walter.id, second.id])).get(second.id)?.isDeleted,
    ).toBe(false);
  });

  it('takes the direction and the values that were asked for', async ({ db, home, sam }) => {
    const { acme, twin } = await doubles(db, home);
    const card = approvalOf(await sam.say('merge Acme GmbH into ACME'));
    expect(card.title).toBe('Merge 2 companies into ACME');
    await sam.decide(card.approvalId, 'approve');
    expect(await db.crm.records(Company).get(home.scope, twin.id)).toMatchObject({
      domain: 'acme.example',
      industry: 'Pumps',
    });
    expect((await db.crm.records(Company).get(home.scope, acme.id, { withDeleted: true })).mergedIntoId).toBe(
      twin.id,
    );
  });

  it('of two kinds, or of one that is alone, is refused in words', async ({ db, home, sam }) => {
    await doubles(db, home);
    const { reply } = await sam.call('merge_records', { contact: 'Olga Berg', otherCompany: 'ACME' });
    expect(reply.text).toContain('cannot be one and the same');
    expect((await sam.call('merge_records', { contact: 'Olga Berg' })).reply.text).toContain(
      'Nothing looks like **Olga Berg**',
    );
    expect(
      (await db.crm.records(DuplicatePair).find(home.scope)).records.filter(
        ({ status }) => status === 'merged',
      ),
    ).toEqual([]);
  });
});

describe('the quality of data', () => {
  it('is a figure with the faults that make it', async ({ db, home, sam }) => {
    await doubles(db, home);
    const result = await sam.say('how clean are our contacts?');
    // of 100 each: Walter is doubled, the second too, without e-mail, company and owner; Olga without phone, company and country
    expect(result.reply.text).toContain('The contacts come to **');
    const faults = Object.fromEntries(rowsOf(result).map(({ fault, count }) => [fault, count]));
    expect(faults).toMatchObject({
      'Suspected duplicate': '2',
      'No e-mail': '1',
      'No phone number': '1',
      'No company': '2',
    });
  });

  it('is mended where the right value is known, after a proposal', async ({ db, home, sam }) => {
    const { crm } = db;
    const make = (name: string, email: string) => aContact(crm, home.scope, { name, email });
    const ada = await make('ADA VAN DEN BERG', 'ada@gmial.com');
    const test = await make('Test Test', 'x@mailinator.com');
    const listed = await sam.say('which emails are invalid?');
    expect(rowsOf(listed).map(({ wrong }) => wrong)).toEqual([
      'ada@gmial.com is probably ada@gmail.com',
      'x@mailinator.com is a throw-away address',
    ]);
    const card = approvalOf(await sam.say('fix the invalid emails'));
    expect(card).toMatchObject({
      count: 1,
      sample: [{ title: 'ADA VAN DEN BERG', detail: 'E-mail: ada@gmial.com → ada@gmail.com' }],
    });
    expect(card.changes[0]?.to).toContain('1, since nobody can know');
    await sam.decide(card.approvalId, 'approve');
    const names = approvalOf(await sam.say('fix the names in capitals'));
    await sam.decide(names.approvalId, 'approve');
    expect(await crm.records(Contact).get(home.scope, ada.id)).toMatchObject({
      name: 'Ada van den Berg',
      email: 'ada@gmail.com',
    });
    expect(await crm.records(Contact).get(home.scope, test.id)).toMatchObject({ email: 'x@mailinator.com' });
  });
});
