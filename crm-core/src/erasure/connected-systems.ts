import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import type { Integration } from '../integrations/layer/define-integration.ts';
import { SyncLinks } from '../integrations/sync/sync-links.ts';
import type { EraseAtVendor } from './vendors.ts';

/** Has people erased in every account that is connected with a system which can. */
export function atConnected({ name, title, erase }: Integration): EraseAtVendor {
  const accounts = (crm: CrmCore, workspaceId: string) => crm.integrations.of(systemScope(workspaceId), name);
  return {
    name: title,
    isUsed: async (crm, workspaceId) => (await accounts(crm, workspaceId)).length > 0,
    async erase(crm, workspaceId, { emails, phones, contactIds }) {
      let [erased, left] = [0, 0];
      const why = new Set<string>();
      for (const { id: credentialId } of await accounts(crm, workspaceId)) {
        const links = await new SyncLinks(crm).ofRecords({ workspaceId, credentialId }, contactIds);
        const externalIds = links.map(({ externalId }) => externalId);
        const connection = await crm.integrations.connection(workspaceId, credentialId);
        for (const there of (await erase?.(connection, { emails, phones, externalIds })) ?? []) {
          erased += there.erased;
          left += there.found - there.erased;
          if (there.left) why.add(there.left);
        }
      }
      return { erased, left, ...(why.size > 0 && { why: [...why].join(' ') }) };
    },
  };
}
