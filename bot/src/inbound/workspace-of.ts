import type { CrmCore } from '@clianta/crm-core/crm-core';

/** The oldest workspace: where a channel configured for the whole installation belongs. */
export async function onlyWorkspace(crm: CrmCore): Promise<string | undefined> {
  const workspace = await crm.store
    .model('workspace')
    .findOne({ isDeleted: false })
    .sort({ createdAt: 1 })
    .select({ _id: 1 })
    .lean<{ _id: string }>();
  return workspace?._id;
}
