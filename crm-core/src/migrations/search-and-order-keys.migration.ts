import type { Migration } from './migration.ts';
import { renewKeys } from './renew-keys.ts';

/** Records are found by a part of a Chinese, Japanese or Korean name, and are in the order in which people read. */
export const searchAndOrderKeys: Migration = {
  name: 'search-and-order-keys',
  async run(crm) {
    let changed = 0;
    for (const entity of crm.store.entities.values()) {
      if (entity.search || entity.isAudited) changed += await renewKeys(crm, entity);
    }
    return changed;
  },
};
