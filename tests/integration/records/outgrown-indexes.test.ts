import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { outgrownIndexes } from '@clianta/crm-core/migrations/outgrown-indexes.migration';
import { expect, it } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';

it('drops the indexes of words that do not know the trash, and none that are used', async () => {
  const { crm, close } = await openOwnDatabase();
  await crm.store.ensureIndexes();
  const { collection } = crm.store.model(Contact);
  const used = (await collection.indexes()).map(({ name }) => name);
  await collection.createIndex({ workspaceId: 1, 'search.words': 1 });
  await collection.createIndex({ workspaceId: 1, 'search.match': 1 });
  expect(await outgrownIndexes.run(crm)).toBe(2);
  expect((await collection.indexes()).map(({ name }) => name)).toEqual(used);
  expect(await outgrownIndexes.run(crm)).toBe(0);
  await close();
});
