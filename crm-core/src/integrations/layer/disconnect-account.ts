import { revocationRequest } from 'oauth4webapi';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { logger } from '../../logger.ts';
import { SyncLinks } from '../sync/sync-links.ts';
import type { CredentialStore } from './credential-store.ts';
import { tokenEndpoint } from './fresh-token.ts';
import { IntegrationCredential } from './integration-credential.schema.ts';
import { oauthOf } from './oauth-flows.ts';
import type { Vendor } from './vendor.ts';

/** What becomes of what came by the connection. */
export type SyncedData = 'keep' | 'delete';

/**
 * Revokes what the vendor has given, forgets it here, and keeps or deletes what was synced. It is disconnected also when the
 * vendor does not answer or knows nothing of it any more.
 *
 * @returns how many records went to the trash
 */
export async function disconnectAccount(
  { crm, store }: { crm: CrmCore; store: CredentialStore },
  vendor: Vendor | undefined,
  scope: Scope,
  id: string,
  data: SyncedData,
): Promise<{ deleted: number }> {
  const own: Scope = { ...scope, role: 'system' };
  const credentials = crm.records(IntegrationCredential);
  const { accountId, vendor: name } = await credentials.get(own, id);
  // revoking ends every grant of that account, also those of other workspaces
  const others = await crm.store
    .model(IntegrationCredential)
    .countDocuments({ vendor: name, accountId, isDeleted: false, _id: { $ne: id } });
  if (vendor && others === 0) await revoke(store, vendor, scope.workspaceId, id);
  const deleted = data === 'delete' ? await new SyncLinks(crm).deleteRecords(own, id) : 0;
  await credentials.update(own, id, { sealed: null, features: [], expiresAt: null } as never);
  await credentials.delete(own, id);
  return { deleted };
}

async function revoke(
  store: CredentialStore,
  vendor: Vendor,
  workspaceId: string,
  id: string,
): Promise<void> {
  const { auth, name } = vendor.integration;
  if (auth.kind !== 'oauth2' || !auth.revokeUrl) return;
  try {
    const secrets = store.open(await store.read(workspaceId, id));
    if (!secrets || 'values' in secrets) return;
    const { server, client, proof, options } = tokenEndpoint(vendor, oauthOf(vendor));
    await revocationRequest(server, client, proof, secrets.refreshToken ?? secrets.accessToken, options);
  } catch (err) {
    logger.warn({ vendor: name, err: String(err) }, 'the vendor was not told of the disconnection');
  }
}
