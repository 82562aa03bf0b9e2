import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { exportRecords, importTemplate } from '@clianta/crm-core/imports/export/export-records';
import { startImport } from '@clianta/crm-core/imports/imports';
import { checkImport } from '@clianta/crm-core/imports/run/check-import';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest.extend('textOf', ({ db, home }) => async (fileId: string) => {
  const { stream } = await db.crm.files.open(home.scope, fileId);
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
});

describe('exporting records', () => {
  it.for(['csv', 'xlsx'] as const)(
    'writes a %s file that says the same when it is imported again',
    async (format, { db, home }) => {
      const definition = { entity: 'contact', key: 'seats', label: 'Seats', type: 'number' as const };
      await db.crm.records(CustomFieldDefinition).create(home.scope, definition);
      const company = await aCompany(db.crm, home.scope, { name: 'Müller, Söhne & Co' });
      const contact = await aContact(db.crm, home.scope, {
        name: '=Ada "the first"',
        email: 'ada@x.example',
        phone: '+1 415 555 0100',
        companyId: company.id,
        tags: ['vip', 'north'],
        followUpAt: '2026-12-03',
        lastContactedAt: new Date('2026-11-02T09:30:00Z'),
        notes: 'Two\nlines, with "quotes"',
        ownerId: home.scope.actor.id,
        customFields: { seats: 0.5 },
      });
      await aContact(db.crm, home.scope, { name: 'Bo Lind' });
      const deal = await aDeal(db.crm, home.scope, {
        companyId: company.id,
        contactId: contact.id,
        amountMinor: 123_450,
        currency: 'KWD',
        probability: 0.35,
        expectedCloseAt: '2026-12-31',
      });
      for (const [entity, count] of [
        [Contact, 2],
        [Opportunity, 1],
      ] as const) {
        const kind = entity as unknown as Entity;
        const { file } = await exportRecords(db.crm, home.scope, kind, { filter: {}, format });
        const draft = await startImport(db.crm, home.scope, { fileId: file.id });
        expect([draft.kind, draft.matchBy]).toEqual([kind.name, 'id']);
        const { counts, problems } = await checkImport(db.crm, home.scope, draft);
        expect(problems).toEqual([]);
        expect(counts).toMatchObject({ unchanged: count, updated: 0, created: 0, made: 0, failed: 0 });
      }
      expect(deal.amountMinor).toBe(123_450);
    },
  );

  it('writes what matches, in the columns asked for, and says who took it', async ({ db, home, textOf }) => {
    await aContact(db.crm, home.scope, { name: 'Ada', email: 'ada@x.example', country: 'Germany' });
    await aContact(db.crm, home.scope, { name: 'Bo', country: 'Norway' });
    const contacts = Contact as unknown as Entity;
    const { file, count } = await exportRecords(db.crm, home.scope, contacts, {
      filter: { where: [{ field: 'country', op: 'eq', value: 'Germany' }] },
      columns: ['name', 'mail'],
      format: 'csv',
    });
    expect([count, await textOf(file.id)]).toEqual([1, '\u{feff}Name,E-mail\nAda,ada@x.example\n']);
    const log = await db.crm.store.model('userAction').findOne({ recordId: file.id }).lean();
    expect(log?.recordTitle).toMatch(/^contacts \(1\) \d{4}-\d\d-\d\d\.csv$/);
    await expect(
      exportRecords(db.crm, home.scope, contacts, { filter: {}, columns: ['shoe size'], format: 'csv' }),
    ).rejects.toThrow('have no column “shoe size”');
  });

  it('has templates without what only Clianta sets', async ({ db, home }) => {
    const titles = (await importTemplate(db.crm, home.scope, Contact as unknown as Entity)).trim().split(',');
    expect(titles).toEqual(expect.arrayContaining(['Name', 'E-mail', 'Company']));
    expect(titles.filter((title) => /^(id|version|created|updated|deleted)/i.test(title))).toEqual([]);
  });
});
