import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { retireOption } from '@clianta/crm-core/crm/custom-field-definition/retire-option';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const it = crmTest
  .extend('fields', ({ db }) => db.crm.records(CustomFieldDefinition))
  .extend(
    'define',
    ({ home, fields }) =>
      (values: Record<string, unknown>) =>
        fields.create(home.scope, {
          entity: 'contact',
          key: 'seats',
          label: 'Seats',
          type: 'number',
          ...values,
        } as never),
  )
  .extend(
    'update',
    ({ home, fields }) =>
      (id: string, patch: Record<string, unknown>) =>
        fields.update(home.scope, id, patch as never),
  );

describe('a field that a workspace adds', () => {
  it.for([
    { label: 'Phone' },
    { label: 'e-mail address' },
    { label: 'Job' },
    { key: 'companyId' },
    { key: 'company' },
    { key: 'leadGrade' },
    { label: 'Created at' },
  ])('is not called like one that is there: $label$key', async (name, { define }) => {
    await expect(define(name)).rejects.toThrow(/mistaken for it/);
  });

  it('is not called like another that was added, and may be renamed', async ({ define, update }) => {
    const { id } = await define({});
    await expect(define({ key: 'places' })).rejects.toThrow(/already a field called “Seats”/);
    await define({ key: 'places', label: 'Places' });
    expect((await update(id, { label: 'Licences' })).label).toBe('Licences');
    await expect(update(id, { label: 'Places' })).rejects.toThrow(/already a field called/);
    await expect(update(id, { entity: 'company' })).rejects.toThrow(/stays with what it was made for/);
  });

  it('changes its kind only as far as the values fit, and says how many do not', async ({
    db,
    home,
    define,
    update,
  }) => {
    const { id } = await define({ type: 'select', options: ['a', 'b', 'c'] });
    const contact = await aContact(db.crm, home.scope, { customFields: { seats: 'a' } });
    await aContact(db.crm, home.scope, { customFields: { seats: 'b' } });
    await expect(update(id, { type: 'number' })).rejects.toThrow(/2 contacts have values in “seats”/);
    await expect(update(id, { type: 'multiselect' })).rejects.toThrow(/2 contacts/);
    await expect(update(id, { options: ['b', 'c'] })).rejects.toThrow(/1 contact has a value/);
    await expect(update(id, { key: 'places' })).rejects.toThrow(/2 contacts would lose the value/);
    await update(id, { options: ['a', 'b'] });
    await update(id, { type: 'text' });
    await db.crm.records(Contact).update(home.scope, contact.id, { customFields: { seats: 'anything' } });
    await expect(update(id, { type: 'date' })).rejects.toThrow(/2 contacts/);
  });

  it('made again under the key of one that is gone has to fit what that one left', async ({
    db,
    home,
    fields,
    define,
  }) => {
    const { id } = await define({});
    await aContact(db.crm, home.scope, { customFields: { seats: 5 } });
    await fields.delete(home.scope, id);
    await expect(define({ type: 'text' })).rejects.toThrow(/1 contact has a value/);
    await define({ type: 'number' });
  });

  it.for(['number', 'boolean', 'date', 'multiselect'])(
    'of the kind %s, with values of that kind, can be of it again',
    async (type, { db, home, fields, define }) => {
      const value = { number: 5, boolean: true, date: '2026-12-31', multiselect: ['a'] }[type];
      const options = type === 'multiselect' ? { options: ['a', 'b'] } : {};
      const { id } = await define({ type, ...options });
      await aContact(db.crm, home.scope, { customFields: { seats: value } });
      await fields.delete(home.scope, id);
      await define({ type, ...options });
    },
  );
});

describe('an option that is retired', () => {
  it('is another one in the records that had it, in one undo', async ({ db, home, define, fields }) => {
    const { id } = await define({
      key: 'plan',
      label: 'Plan',
      type: 'select',
      options: ['Basic', 'Gold', 'Pro'],
    });
    const many = await define({ key: 'uses', label: 'Uses', type: 'multiselect', options: ['A', 'B', 'C'] });
    const contacts = db.crm.records(Contact);
    const gold = await aContact(db.crm, home.scope, { customFields: { plan: 'Gold', uses: ['A', 'B'] } });
    await aContact(db.crm, home.scope, { name: 'Bo Novak', customFields: { plan: 'Basic' } });

    const retired = await retireOption(db.crm, home.scope, id, { option: 'Gold', replacement: 'Pro' });
    expect(retired).toMatchObject({ changed: 1, field: { options: ['Basic', 'Pro'] } });
    expect((await contacts.get(home.scope, gold.id)).customFields?.plan).toBe('Pro');
    await undoGroup(db.crm, home.scope, retired.groupId);
    expect((await fields.get(home.scope, id)).options).toEqual(['Basic', 'Gold', 'Pro']);
    expect((await contacts.get(home.scope, gold.id)).customFields?.plan).toBe('Gold');

    await retireOption(db.crm, home.scope, many.id, { option: 'A', replacement: 'B' });
    expect((await contacts.get(home.scope, gold.id)).customFields?.uses).toEqual(['B']);
  });

  it('leaves nothing behind, unless something is needed', async ({ db, home, define }) => {
    const { id } = await define({ key: 'plan', label: 'Plan', type: 'select', options: ['Basic', 'Gold'] });
    const gold = await aContact(db.crm, home.scope, { customFields: { plan: 'Gold' } });
    const retire = (values: { option: string; replacement?: string }, scope = home.scope) =>
      retireOption(db.crm, scope, id, values);
    await expect(retire({ option: 'Silver' })).rejects.toThrow(/no option “Silver”/);
    await expect(retire({ option: 'Gold', replacement: 'Silver' })).rejects.toThrow(/no option “Silver”/);
    await expect(retire({ option: 'Gold' }, await home.member('Mo Novak'))).rejects.toThrow(/role/);
    await retire({ option: 'Gold' });
    expect((await db.crm.records(Contact).get(home.scope, gold.id)).customFields?.plan ?? null).toBeNull();
    await expect(retire({ option: 'Basic' })).rejects.toThrow(/last option/);
    await db.crm
      .records(CustomFieldDefinition)
      .update(home.scope, id, { options: ['Basic', 'New'], isRequired: true });
    await expect(retire({ option: 'New' })).rejects.toThrow(/must be filled in/);
  });
});
