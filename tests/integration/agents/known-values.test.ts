import { knownValues } from '@clianta/agents/memory/known-values';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { newId } from '@clianta/crm-core/entity/ids';
import { expect, vi } from 'vitest';
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

it('answers from the newest records at first, and from all of them once those are read', async ({
  db,
  home,
}) => {
  await insertRecords(
    db.crm,
    home.workspaceId,
    'contact',
    Array.from({ length: 1_001 }, (_, at) => ({
      id: newId(),
      createdAt: new Date(2_000_000_000_000 - at * 1_000),
      name: `Person ${at}`,
      source: at < 1_000 ? 'Webinar' : 'Pier 9',
    })),
  );
  const sources = async () => {
    const values = await knownValues(db.crm, home.workspaceId);
    return values.filter(({ field }) => field === 'source').map(({ value }) => value);
  };
  expect(await sources()).toEqual(['Webinar']);
  await vi.waitFor(async () => expect(await sources()).toEqual(['Webinar', 'Pier 9']), 10_000);
});
