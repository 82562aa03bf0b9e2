import type { CrmCore } from '../crm-core.ts';
import { auditChainOf } from '../entity/audit-chain.ts';
import { purgeFiles } from '../files/purge-files.ts';
import { DEMO_WORKSPACE } from './seed-demo.ts';

/** Takes the demo company away for good: its workspace, its records, its users and all talk in it. */
export async function removeDemo(crm: CrmCore): Promise<{ removed: number }> {
  let removed = await purgeFiles(crm, { workspaceId: DEMO_WORKSPACE });
  for (const entity of crm.store.entities.values()) {
    const tenant = { [entity.tenantField]: DEMO_WORKSPACE };
    const result = await crm.store
      .model(entity)
      .deleteMany(entity.name === 'user' ? { ...tenant, isDemo: true } : tenant);
    removed += result.deletedCount;
  }
  await auditChainOf(crm.store).forget(DEMO_WORKSPACE);
  return { removed };
}
