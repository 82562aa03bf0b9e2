import { knownValues } from '@clianta/agents/memory/known-values';
import { expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact, aWorkspace } from '../../support/test-crm.ts';

it('knows what short text fields hold, of this workspace alone, and takes no free text for a value', async ({
  db,
  home,
}) => {
  const other = await aWorkspace(db.crm);
  await aContact(db.crm, other.scope, { name: 'Omar Reyes', source: 'Elsewhere' });
  await aContact(db.crm, home.scope, {
    name: 'Ada Quist',
    source: 'Trade fair',
    tags: ['key account', 'vip'],
  });
  for (let at = 0; at < 81; at++)
    await aContact(db.crm, home.scope, {
      name: `Person ${at}`,
      source: 'Trade fair',
      jobTitle: `Role ${at}`,
    });
  const values = await knownValues(db.crm, home.workspaceId);
  const of = (field: string) => values.filter((one) => one.entity === 'contact' && one.field === field);
  expect(of('source')).toEqual([
    { entity: 'contact', field: 'source', value: 'Trade fair', isListed: false },
  ]);
  expect(
    of('tags')
      .map(({ value }) => value)
      .sort(),
  ).toEqual(['key account', 'vip']);
  expect(of('jobTitle')).toEqual([]);
});
