import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const it = crmTest
  .extend(
    'define',
    ({ db, home }) =>
      (type: string, options: Record<string, unknown> = {}) =>
        db.crm.records(CustomFieldDefinition).create(home.scope, {
          entity: 'contact',
          key: `${type}Field`,
          label: `${type} field`,
          type,
          ...options,
        } as never),
  )
  .extend(
    'kept',
    ({ db, home }) =>
      async (key: string, value: unknown) =>
        (await aContact(db.crm, home.scope, { customFields: { [key]: value } })).customFields?.[key],
  );

describe("the workspace's own fields", () => {
  it('are checked, filtered by, and unknown ones refused', async ({ db, home }) => {
    await db.crm
      .records(CustomFieldDefinition)
      .create(home.scope, { entity: 'contact', key: 'seats', label: 'Seats', type: 'number', max: 500 });
    const contact = await aContact(db.crm, home.scope, { customFields: { seats: 40 } });
    await aContact(db.crm, home.scope, { name: 'Bo' });
    const found = await db.crm
      .records(Contact)
      .find(home.scope, { where: [{ field: 'customFields.seats', op: 'gt', value: 30 }] });
    expect(found.records.map((record) => record.id)).toEqual([contact.id]);
    await expect(aContact(db.crm, home.scope, { customFields: { seats: 900 } })).rejects.toThrow(
      InvalidError,
    );
    await expect(aContact(db.crm, home.scope, { customFields: { size: 1 } })).rejects.toThrow(
      /not a field of this workspace/,
    );
    const cleared = await db.crm
      .records(Contact)
      .update(home.scope, contact.id, { customFields: { seats: null } });
    expect(cleared.customFields).toEqual({});
  });
});

describe('a custom field', () => {
  it.for<[string, Record<string, unknown>, unknown, unknown, unknown[]]>([
    ['text', { pattern: '^a' }, 'abc', 'abc', ['b', 5, 'x'.repeat(5001)]],
    ['number', { min: 1, max: 9 }, 5, 5, [0, 10, '5', true]],
    ['date', {}, '2026-03-31', '2026-03-31', ['soon', true, 5, '2026-02-31', new Date()]],
    ['select', { options: ['a', 'b'] }, 'a', 'a', ['c', '', ['a']]],
    ['multiselect', { options: ['a', 'b'] }, ['a', 'b', 'a'], ['a', 'b'], ['a', ['c']]],
    ['boolean', {}, true, true, ['true', 1]],
  ])(
    'of the kind %s takes what fits it and refuses the rest',
    async ([type, options, value, stored, wrong], { define, kept }) => {
      await define(type, options);
      expect(await kept(`${type}Field`, value)).toEqual(stored);
      for (const one of wrong)
        await expect(kept(`${type}Field`, one), String(one)).rejects.toThrow(InvalidError);
    },
  );

  it('is not defined so that nothing could be filled in', async ({ define }) => {
    await expect(define('select')).rejects.toThrow(/options/);
    await expect(define('multiselect', { options: ['a', 'a'] })).rejects.toThrow(/twice/);
    await expect(define('number', { min: 5, max: 1 })).rejects.toThrow(/greater/);
    await expect(define('number', { pattern: 'x' })).rejects.toThrow(/pattern/);
    await expect(define('text', { pattern: '(' })).rejects.toThrow(InvalidError);
  });

  it('that is required is asked for at the start and cannot be cleared', async ({ db, home, define }) => {
    await define('text', { isRequired: true });
    await expect(aContact(db.crm, home.scope)).rejects.toThrow(/required/);
    const contact = await aContact(db.crm, home.scope, { customFields: { textField: 'a' } });
    await expect(
      db.crm.records(Contact).update(home.scope, contact.id, { customFields: { textField: null } }),
    ).rejects.toThrow(/required/);
  });
});
