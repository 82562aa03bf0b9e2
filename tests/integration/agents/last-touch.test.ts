import { expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

it('a company was last talked to when one of its people was', async ({ db: { crm }, home, sam }) => {
  const { id: companyId } = await aCompany(crm, home.scope, {
    name: 'Northwind',
    lastContactedAt: new Date('2026-03-02T10:00:00Z'),
  });
  const { text } = (await sam.say('When did we last talk to Northwind?')).reply;
  expect(text).toContain('**Northwind** was last contacted on Mon 2 Mar 2026');
  const touched = [new Date('2026-05-04T10:00:00Z'), new Date('2026-04-01T10:00:00Z')];
  for (const [at, lastContactedAt] of touched.entries())
    await aContact(crm, home.scope, { name: `Ada Quist ${at}`, companyId, lastContactedAt });
  const later = (await sam.say('When did we last talk to Northwind?')).reply.text;
  expect(later).toContain('**Northwind** was last contacted on Mon 4 May 2026');
  expect(later).toContain('That was **Ada Quist 0**.');
});
