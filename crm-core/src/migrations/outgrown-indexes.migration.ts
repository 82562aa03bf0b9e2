import type { Migration } from './migration.ts';

/** Words and match keys are indexed together with the trash; the indexes without it would only be written. */
const OUTGROWN = [
  'workspaceId_1_search.words_1',
  'workspaceId_1_search.typos_1',
  'workspaceId_1_search.match_1',
];

export const outgrownIndexes: Migration = {
  name: 'outgrown-indexes',
  async run(crm) {
    let dropped = 0;
    for (const entity of crm.store.entities.values()) {
      if (!entity.isAudited || !(entity.search || entity.matchKeys)) continue;
      const { collection } = crm.store.model(entity);
      for (const { name } of await collection.indexes())
        if (name && OUTGROWN.includes(name)) {
          await collection.dropIndex(name);
          dropped++;
        }
    }
    return dropped;
  },
};
