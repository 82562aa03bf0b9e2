import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { CliantaError } from '../../errors.ts';
import type { IntegrationCredentialRecord } from '../layer/integration-credential.schema.ts';
import { orderSync } from './sync-orders.ts';

/**
 * Orders the runs of all accounts whose time has come.
 *
 * @param tickMs - how often this is called: what is wanted more often comes with every call
 * @returns how many were ordered
 */
export async function orderDueSyncs(crm: CrmCore, workspaceId: string, tickMs: number): Promise<number> {
  const now = crm.now().getTime();
  const tick = Math.floor(now / tickMs);
  let ordered = 0;
  for (const one of await crm.integrations.of(systemScope(workspaceId)))
    ordered += await orderSyncsOf(
      crm,
      one,
      (everyMs) => tick % Math.max(1, Math.round(everyMs / tickMs)) === 0,
    );
  return ordered;
}

/** Orders the runs of one account. @returns how many */
export async function orderSyncsOf(
  crm: CrmCore,
  { id, workspaceId, vendor, features, state }: IntegrationCredentialRecord,
  isDue: (everyMs: number) => boolean = () => true,
): Promise<number> {
  if (state === 'paused' || state === 'reconnect') return 0;
  const known = crm.integrations.vendors.find(({ integration }) => integration.name === vendor);
  let ordered = 0;
  for (const feature of features) {
    const sync = known?.integration.features[feature]?.sync;
    if (!sync || !isDue(sync.everyMs)) continue;
    const connection = await crm.integrations.connection(workspaceId, id);
    // a vendor that is out of reach is tried at the next tick
    const streams = await Promise.resolve(sync.streams(connection)).catch((error: unknown) => {
      if (error instanceof CliantaError) return [];
      throw error;
    });
    for (const stream of streams) await orderSync(crm, { workspaceId, credentialId: id, feature, stream });
    ordered += streams.length;
  }
  return ordered;
}
