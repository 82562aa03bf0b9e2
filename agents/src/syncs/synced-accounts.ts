import { InvalidError } from '@clianta/crm-core/errors';
import type { Connection } from '@clianta/crm-core/integrations/layer/define-integration';
import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { integrations } from '@clianta/crm-core/integrations/registry';
import type { SyncStart } from '@clianta/crm-core/integrations/sync/sync-start';
import { z } from 'zod';
import { slot } from '../slot.ts';
import type { ToolContext } from '../tool.ts';
import { listed } from '../tools/format.ts';

/** What can be synced with, as people call it. */
const SYNCED = integrations.filter(({ features }) => Object.values(features).some(({ sync }) => sync));

export const vendorShape = slot(
  { kind: 'option', options: SYNCED.map(({ name }) => name) },
  z
    .string()
    .trim()
    .min(1)
    .max(60)
    .describe(`The other system: ${SYNCED.map(({ title }) => title).join(', ')}`),
).optional();

/** A connected account that is synced. */
export interface SyncedAccount {
  title: string;
  connection: Connection;
  start: SyncStart | undefined;
}

/** Those of these accounts that are synced. */
export async function syncedAmong(
  { crm, scope }: Pick<ToolContext, 'crm' | 'scope'>,
  credentials: readonly IntegrationCredentialRecord[],
): Promise<SyncedAccount[]> {
  const found: SyncedAccount[] = [];
  for (const { id, vendor, features } of credentials) {
    const { integration } = crm.integrations.vendor(vendor);
    const synced = features.flatMap((name) => integration.features[name]?.sync ?? []);
    if (synced.length === 0) continue;
    const connection = await crm.integrations.connection(scope.workspaceId, id);
    found.push({ title: integration.title, connection, start: synced.find(({ start }) => start)?.start });
  }
  return found;
}

/** The accounts that are meant: of one system, or of all. @throws InvalidError when there is none, with what to do */
export async function syncedAccounts(
  context: Pick<ToolContext, 'crm' | 'scope'>,
  vendor: string | undefined,
): Promise<SyncedAccount[]> {
  const { crm, scope } = context;
  const word = vendor?.toLowerCase();
  const vendors = crm.integrations.vendors.filter(({ integration }) => {
    const isMeant = !word || integration.name === word || integration.title.toLowerCase() === word;
    return isMeant && Object.values(integration.features).some(({ sync }) => sync);
  });
  if (vendors.length === 0)
    throw new InvalidError(
      `I do not sync with “${vendor}”. I sync with ${listed(SYNCED.map(({ title }) => title))}.`,
    );
  const names = new Set(vendors.map(({ integration }) => integration.name));
  const all = await crm.integrations.of(scope);
  const found = await syncedAmong(
    context,
    all.filter((one) => names.has(one.vendor)),
  );
  if (found.length > 0) return found;
  const titles = vendors.map(({ integration }) => integration.title);
  throw new InvalidError(
    titles.length > 1
      ? `Nothing that is synced is connected: ${listed(titles)} are connected under Settings, Integrations.`
      : `${listed(titles)} is not connected. An admin connects it under Settings, Integrations.`,
  );
}
