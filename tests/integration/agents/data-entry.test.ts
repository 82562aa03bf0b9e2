import { Readable } from 'node:stream';
import { FONT_FILES } from '@clianta/agents/charts/fonts';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { runImport } from '@clianta/crm-core/imports/run/run-import';
import { revertImport } from '@clianta/crm-core/imports/run/steer-import';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

const PEOPLE = [
  'Name,Mail,Nr,Firm',
  'Ada Quist,ada@northwind.example,+1 415 555 0100,Northwind',
  'Bo Lind,bo@kestrel.example,,Kestrel Works',
  'Cy Nomail,,,Kestrel Works',
].join('\n');

const it = crmTest
  .extend('attach', ({ db, home }) => async (name: string, content: string) => {
    await db.crm.files.save(home.scope, { name, stream: Readable.from([Buffer.from(content)]) });
  })
  .extend('newest', ({ db, home }) => async () => {
    const { records } = await db.crm.records(Import).find(home.scope, { sort: '-createdAt', limit: 1 });
    const [record] = records;
    if (!record) throw new Error('there is no import');
    return record;
  });

const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`no proposal: ${reply.text}`);
  return card;
};
const rowsOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'table');
  return card?.type === 'table' ? card.rows.map(({ cells }) => cells) : [];
};

describe('an import that is spoken of', () => {
  it('is read, remapped, tried, begun, told of and taken back', async ({ db, home, sam, attach, newest }) => {
    await attach('people.csv', PEOPLE);
    const draft = await sam.say('import this file');
    expect(draft.reply.text).toContain('**people.csv** has 3 rows, which become contacts');
    expect(rowsOf(draft).map(({ column, field }) => [column, field])).toEqual([
      ['Name', 'Name'],
      ['Mail', 'E-mail'],
      ['Nr', 'left out'],
      ['Firm', 'left out'],
    ]);
    expect(rowsOf(await sam.say('column 3 is the mobile'))[2]).toMatchObject({
      column: 'Nr',
      field: 'Phone',
    });
    await sam.say('column 4 is the company');
    expect((await sam.say('skip rows without mail')).reply.text).toContain(
      'Rows without E-mail are left out',
    );
    const checked = await sam.say('dry run');
    expect(checked.reply.text).toContain(
      'nothing is written: 2 contacts created, 2 records made that rows named, 1 row left out',
    );
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
    const card = approvalOf(await sam.say('go'));
    expect(card.title).toBe('Import people.csv: 2 contacts');
    await sam.decide(card.approvalId, 'approve');
    expect((await sam.say('is the import done?')).reply.text).toContain('is running');
    expect((await sam.say('stop the import')).reply.text).toContain('**paused**');
    expect((await sam.say('continue the import')).reply.text).toContain('goes on');
    const { id } = await newest();
    await runImport(db.crm, home.workspaceId, id, new AbortController().signal);
    expect((await sam.say('import status')).reply.text).toContain('is done: 2 contacts created');
    const [ada] = (await db.crm.records(Contact).find(home.scope, { sort: 'name' })).records;
    expect(ada).toMatchObject({ phone: '+14155550100', email: 'ada@northwind.example' });
    await db.crm.records(Contact).update(home.scope, ada?.id ?? '', { city: 'Oslo' });
    expect((await sam.say('take that import back')).reply.text).toContain('**taken back**');
    await revertImport(db.crm, home.system, id, home.scope.actor.id);
    expect((await sam.say('import status')).reply.text).toContain('kept because of later changes (Ada Quist');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('is proposed with whom its rows are about, and told of after it was taken back', async ({
    db,
    home,
    sam,
    attach,
    newest,
  }) => {
    await attach(
      'leads.csv',
      'First name,Last name,Mail,Nr\nAda,Quist,ada@x.example,1\nBo,Lind,none,2\nCy,Ray,none,3\n',
    );
    await sam.say('import this file');
    const left = await sam.say('column 4 is nothing');
    expect(rowsOf(left)[3]).toMatchObject({ field: 'left out' });
    const card = approvalOf(await sam.say('go'));
    expect(card.sample[0]).toEqual({ title: 'Ada Quist', detail: 'ada@x.example' });
    await sam.decide(card.approvalId, 'approve');
    const { id } = await newest();
    await runImport(db.crm, home.workspaceId, id, new AbortController().signal);
    const done = await sam.say('which rows have errors?');
    // two that give no address are not the same person
    expect(rowsOf(done).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('E-mail is not an e-mail address'),
      expect.stringContaining('E-mail is not an e-mail address'),
    ]);
    expect(done.reply.cards.some(({ type }) => type === 'file')).toBe(true);
    await sam.say('take that import back');
    await revertImport(db.crm, home.system, id, home.scope.actor.id);
    expect((await sam.say('import status')).reply.text).toContain('It was taken back');
  });

  it('remembers what a header was, and says what it cannot do', async ({ sam, attach }) => {
    expect((await sam.say('import this file')).reply.text).toContain('Attach it to your message');
    expect((await sam.say('dry run')).reply.text).toContain('There is no import yet');
    await attach('people.csv', PEOPLE);
    await sam.say('import it');
    await sam.say('column C is the mobile');
    await attach('again.csv', PEOPLE);
    expect(rowsOf(await sam.say('import this csv'))[2]).toMatchObject({ field: 'Phone' });
    expect((await sam.say('column 9 is the mobile')).reply.text).toContain('There is no column “9”');
    expect((await sam.say('column 3 is the shoe size')).reply.text).toContain('There is no field');
  });
});

describe('an export that is asked for', () => {
  it('has what the words say, or the list that was shown, and never more', async ({ db, home, sam }) => {
    await aCompany(db.crm, home.scope, { name: 'Rheinwerk', country: 'Germany', status: 'customer' });
    await aCompany(db.crm, home.scope, { name: 'Fjord', country: 'Norway', status: 'customer' });
    await aCompany(db.crm, home.scope, { name: 'Elbe', country: 'Germany', status: 'prospect' });
    const files = async (sentence: string) => {
      const { reply } = await sam.say(sentence);
      const [card] = reply.cards;
      return card?.type === 'file' ? card.name.replace(/ \d{4}-\d\d-\d\d/, '') : reply.text;
    };
    expect(await files('customers in Germany as Excel')).toBe('companies (1).xlsx');
    expect(await files('export all companies to csv')).toBe('companies (3).csv');
    await sam.say('companies in Germany');
    expect(await files('export them as Excel')).toBe('companies (2).xlsx');
    expect(await files('export companies with wobbly bits to csv')).toContain('have no column');
  });
});

describe('people in a text', () => {
  it('are shown as a card of changes and saved only by a decision', async ({ db, home, sam }) => {
    const jane = await aContact(db.crm, home.scope, {
      name: 'Jane Doe',
      email: 'jane@acme.com',
      jobTitle: 'Rep',
    });
    const said = await sam.say(
      'Here is her signature: Jane Doe, VP Sales, Acme Inc., +1 415 555 0100, jane@acme.com',
    );
    const card = approvalOf(said);
    expect(card.title).toBe('Update 1 contact from a text that was pasted');
    expect(card.changes).toEqual([
      { label: 'Job title', from: 'Rep', to: 'VP Sales' },
      { label: 'Company', to: 'Acme Inc.' },
      { label: 'Phone', to: '+1 415 555 0100' },
    ]);
    expect((await db.crm.records(Contact).get(home.scope, jane.id)).jobTitle).toBe('Rep');
    await sam.decide(card.approvalId, 'approve');
    const after = await db.crm.records(Contact).get(home.scope, jane.id);
    const [company] = (await db.crm.records(Company).find(home.scope, {})).records;
    expect(after).toMatchObject({ jobTitle: 'VP Sales', phone: '+14155550100', companyId: company?.id });
    expect([company?.name, company?.domain, after.outside]).toEqual([
      'Acme Inc.',
      'acme.com',
      'a text that was pasted',
    ]);
    await sam.say('undo that');
    expect((await db.crm.records(Contact).get(home.scope, jane.id)).jobTitle).toBe('Rep');
  });

  it('are only shown when that was asked, from a file too', async ({ db, home, sam, attach }) => {
    const said = await sam.say(
      'who is in this text: A. Berg (Nordlicht), Ivan Sokolov (Stroyka, ivan@stroyka.example)',
    );
    expect(rowsOf(said).map(({ name, company }) => [name, company])).toEqual([
      ['A. Berg', 'Nordlicht'],
      ['Ivan Sokolov', 'Stroyka'],
    ]);
    await attach('lin.vcf', 'BEGIN:VCARD\nFN:Lin Zhao\nEMAIL:lin@okapi.example\nEND:VCARD');
    const card = approvalOf(await sam.say('add the attached contact card'));
    expect(card.title).toBe('Add 1 contact from lin.vcf');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
  });

  it('are read off a photo of a card, on this machine', async ({ db, home, sam }) => {
    const line = (text: string, y: number, size: number) =>
      `<text x="70" y="${y}" font-size="${size}">${text}</text>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="480"><rect width="900" height="480" fill="#fdfdf8"/><g font-family="Roboto">${[
      line('Marta Kern', 110, 46),
      line('Head of Procurement', 160, 28),
      line('Indigo Motors GmbH', 215, 32),
      line('+49 171 5551234', 320, 26),
      line('marta.kern@indigomotors.example', 365, 26),
    ].join('')}</g></svg>`;
    const font = { fontFiles: Object.values(FONT_FILES), loadSystemFonts: false };
    const attach = (name: string, picture: string) =>
      db.crm.files.save(home.scope, {
        name,
        stream: Readable.from([new Resvg(picture, { font }).render().asPng()]),
      });
    await attach('card.png', svg);
    const read = await sam.say('read this business card');
    expect(rowsOf(read)).toEqual([
      {
        name: 'Marta Kern',
        jobTitle: 'Head of Procurement',
        company: 'Indigo Motors GmbH',
        domain: 'indigomotors.example',
        email: 'marta.kern@indigomotors.example',
        phone: '+49 171 5551234',
      },
    ]);
    await attach('blank.png', '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="480"/>');
    expect((await sam.say('read this business card')).reply.text).toContain(
      'I can read no text in blank.png',
    );
  });
});
