import type { Migration } from './migration.ts';
import { renewKeys } from './renew-keys.ts';

/** Records are compared with those that they share a key with. */
export const matchKeys: Migration = {
  name: 'match-keys',
  async run(crm) {
    let changed = 0;
    for (const entity of crm.store.entities.values())
      if (entity.matchKeys) changed += await renewKeys(crm, entity);
    return changed;
  },
};
