import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import type { Connection } from '../layer/define-integration.ts';
import type { SheetStore } from './sheet-store.ts';

/** The spreadsheets that the workspace has connected; undefined: none. */
export async function sheetsOf(
  crm: CrmCore,
  scope: Scope,
): Promise<{ store: SheetStore; connection: Connection } | undefined> {
  for (const { id, vendor, features } of await crm.integrations.of(scope)) {
    const known = crm.integrations.vendors.find(({ integration }) => integration.name === vendor);
    const store = features.map((name) => known?.integration.features[name]?.sheets).find(Boolean);
    if (store) return { store, connection: await crm.integrations.connection(scope.workspaceId, id) };
  }
  return undefined;
}
