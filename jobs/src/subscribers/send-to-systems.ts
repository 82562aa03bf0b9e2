import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { orderSync } from '@clianta/crm-core/integrations/sync/sync-orders';
import type { JobContext } from '../job.ts';

/** What is changed within it goes out together. */
const GATHER_MS = 60_000;

/** Has other systems that are kept the same get what was changed here, within a minute; not what came from themselves. */
export async function sendToSystems({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const { workspaceId, entity, cause } = event;
  const wanting = crm.integrations.vendors.flatMap(({ integration: { name, features } }) =>
    Object.entries(features).flatMap(([feature, { sync }]) =>
      sync?.sends?.includes(entity) ? [{ name, feature, sync }] : [],
    ),
  );
  if (wanting.length === 0) return;
  const accounts = await crm.integrations.of(systemScope(workspaceId));
  const at = new Date((Math.floor(crm.now().getTime() / GATHER_MS) + 1) * GATHER_MS);
  for (const { name, feature, sync } of wanting)
    for (const account of accounts) {
      const isOn = account.vendor === name && account.features.includes(feature) && account.state === 'ok';
      if (!isOn || cause?.eventId.startsWith(account.id)) continue;
      const connection = await crm.integrations.connection(workspaceId, account.id);
      for (const stream of await sync.streams(connection))
        await orderSync(crm, { workspaceId, credentialId: account.id, feature, stream, at });
    }
}
