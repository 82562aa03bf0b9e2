import type { CrmCore } from '@clianta/crm-core/crm-core';
import { installationOf } from '@clianta/crm-core/workspace/channel-installation/installations';

/**
 * The workspace that a channel's tenant belongs to: the one it is joined to; else, where there is only one, that one: a
 * channel configured for the whole installation.
 */
export async function workspaceOfTenant(
  crm: CrmCore,
  channel: string,
  externalTeamId: string,
): Promise<string | undefined> {
  const joined = externalTeamId ? await installationOf(crm, { channel, externalTeamId }) : undefined;
  return joined?.workspaceId ?? onlyWorkspace(crm);
}

async function onlyWorkspace(crm: CrmCore): Promise<string | undefined> {
  const [first, ...more] = await crm.store
    .model('workspace')
    .find({ isDeleted: false })
    .limit(2)
    .select({ _id: 1 })
    .lean<Array<{ _id: string }>>();
  return more.length === 0 ? first?._id : undefined;
}
