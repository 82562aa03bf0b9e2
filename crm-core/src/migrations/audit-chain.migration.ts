import { auditChainOf } from '../entity/audit-chain.ts';
import type { Migration } from './migration.ts';

/** The audit entries of earlier versions begin the chain of their workspace, in the order of their dates. */
export const auditChain: Migration = {
  name: 'audit-chain',
  async run(crm) {
    const workspaceIds = await crm.store
      .model('userAction')
      .collection.distinct('workspaceId', { seq: { $exists: false } } as never);
    let changed = 0;
    for (const id of workspaceIds) changed += await auditChainOf(crm.store).sealStored(String(id));
    return changed;
  },
};
