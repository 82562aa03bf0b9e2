import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { phoneNumbers } from '@clianta/crm-core/migrations/phone-numbers.migration';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { openOwnDatabase } from '../../support/own-database.ts';
import { aContact, aWorkspace } from '../../support/test-crm.ts';

const it = crmTest.extend(
  'found',
  ({ db, home }) =>
    async (search: string) =>
      (await db.crm.records(Contact).find(home.scope, { search, sort: 'name' })).records.map(
        ({ name }) => name,
      ),
);

it.beforeEach(async ({ db, home }) => {
  await db.crm.records(Workspace).update(home.scope, home.workspaceId, { locale: 'de-DE' });
});

it('a phone number is stored with its country code and found however it is written', async ({
  db,
  home,
  found,
}) => {
  const ada = await aContact(db.crm, home.scope, { phone: '030 / 901820' });
  expect(ada.phone).toBe('+4930901820');
  const changed = await db.crm
    .records(Contact)
    .update(home.scope, ada.id, { phone: ' +49 (30) 901820 ext. 12 ' });
  expect(changed.phone).toBe('+4930901820 ext. 12');
  for (const text of ['030901820', '+49 30 901820', '(030) 901 820', '0049 30 9018'])
    expect(await found(text), text).toEqual(['Ada Quist']);
  expect(await found('030 901821')).toEqual([]);
  const where = [{ field: 'phone', op: 'eq' as const, value: '030 901820 ext 12' }];
  expect(await db.crm.records(Contact).count(home.scope, { where })).toBe(1);
});

it('what is no number is refused, what no plan knows is kept as it was written and still found', async ({
  db,
  home,
  found,
}) => {
  for (const phone of ['call me', '12', 'ada@x.example'])
    await expect(aContact(db.crm, home.scope, { phone }), phone).rejects.toThrow(InvalidError);
  const ada = await aContact(db.crm, home.scope, { phone: '+1 555  0142' });
  expect(ada.phone).toBe('+1 555 0142');
  expect(await found('+1 (555) 0142')).toEqual(['Ada Quist']);
});

it('an e-mail address is one however it is written, also with an international domain', async ({
  db,
  home,
}) => {
  const ada = await aContact(db.crm, home.scope, { email: ' Ada@MÜNCHEN.example ' });
  expect(ada.email).toBe('ada@münchen.example');
  await expect(aContact(db.crm, home.scope, { email: 'ada@xn--mnchen-3ya.example' })).rejects.toThrow(
    /already a contact/,
  );
  const where = [{ field: 'email', op: 'eq' as const, value: 'ADA@xn--mnchen-3ya.example' }];
  expect(await db.crm.records(Contact).count(home.scope, { where })).toBe(1);
});

it('numbers of earlier versions are written and found so too', async () => {
  const { crm, close } = await openOwnDatabase();
  const own = await aWorkspace(crm);
  const { id } = await aContact(crm, own.scope);
  await crm.store
    .model(Contact)
    .collection.updateOne({ _id: id as never }, { $set: { phone: '(415) 555-0100' } });
  expect(await phoneNumbers.run(crm)).toBe(1);
  expect((await crm.records(Contact).find(own.scope, { search: '415-555-0100' })).records[0]?.phone).toBe(
    '+14155550100',
  );
  expect(await phoneNumbers.run(crm)).toBe(0);
  await close();
});
