import { rewriteAncestors } from '../crm/company/ancestors.ts';
import { Company } from '../crm/company/company.schema.ts';
import type { Migration } from './migration.ts';

/** Companies know all that stand above them, not only their parent. */
export const companyAncestors: Migration = {
  name: 'company-ancestors',
  async run(crm) {
    const { collection } = crm.store.model(Company.name);
    let changed = 0;
    const wanted = {
      parentId: { $type: 'string' },
      $or: [{ ancestors: { $exists: false } }, { ancestors: [] }],
    };
    for await (const { _id, workspaceId } of collection.find(wanted, { projection: { workspaceId: 1 } }))
      changed += await rewriteAncestors(crm.store, String(workspaceId), String(_id));
    return changed;
  },
};
