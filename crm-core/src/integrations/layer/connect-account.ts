import type { CrmCore } from '../../crm-core.ts';
import { newId } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import type { CredentialStore, Secrets, StoredCredential } from './credential-store.ts';
import type { AccountIdentity } from './define-integration.ts';
import { IntegrationCredential, type IntegrationCredentialRecord } from './integration-credential.schema.ts';
import type { Vendor } from './vendor.ts';

export interface NewConnection {
  vendor: Vendor;
  identity: AccountIdentity;
  secrets: Secrets;
  features: readonly string[];
  scopes: readonly string[];
  expiresAt?: Date | null;
  details?: Record<string, string>;
  keyHint?: string;
}

/**
 * Stores an account, or the new sign-in of one that is known, also of one that was disconnected: it keeps what was synced.
 *
 * @throws ConflictError when a teammate has connected the same account
 */
export async function connectAccount(
  crm: CrmCore,
  store: CredentialStore,
  scope: Scope,
  made: NewConnection,
): Promise<IntegrationCredentialRecord> {
  const { vendor, identity, features } = made;
  const { workspaceId, actor } = scope;
  const own: Scope = { ...scope, role: 'system' };
  const credentials = crm.records(IntegrationCredential);
  const same = { vendor: vendor.integration.name, accountId: identity.accountId };
  const known = await crm.store
    .model(IntegrationCredential)
    .findOne({ workspaceId, ...same })
    .sort({ isDeleted: 1, updatedAt: -1 })
    .lean<StoredCredential & { isDeleted: boolean; features: string[] }>();
  const isLive = known !== null && !known.isDeleted;
  if (isLive && known.ownerId !== actor.id && known.sealed) throw await taken(crm, known, vendor);
  const id = known?._id ?? newId();
  const values = {
    name: identity.name,
    ownerId: actor.id,
    // granted is what counts: a feature without its scope is off
    features: [...new Set([...(isLive ? known.features : []), ...features])].filter((name) =>
      isGranted(vendor, name, made.scopes),
    ),
    scopes: [...made.scopes],
    details: made.details ?? {},
    sealed: store.seal(workspaceId, id, withRefreshToken(store, isLive ? known : undefined, made.secrets)),
    expiresAt: made.expiresAt ?? null,
    keyHint: made.keyHint ?? null,
    tokenVersion: (known?.tokenVersion ?? 0) + 1,
    refreshUntil: null,
    throttledUntil: null,
    state: 'ok',
    lastError: null,
    failures: 0,
  };
  if (!known) return credentials.create(own, { ...same, ...present(values) } as never, { id });
  if (known.isDeleted) await credentials.restore(own, id);
  return credentials.update(own, id, values as never);
}

/** Whether what it needs was granted. */
export function isGranted({ integration }: Vendor, feature: string, scopes: readonly string[]): boolean {
  const wanted = integration.features[feature];
  return wanted?.scopes.every((one) => scopes.includes(one)) ?? false;
}

/** Some vendors send a refresh token with the first consent alone. */
function withRefreshToken(
  store: CredentialStore,
  known: StoredCredential | undefined,
  secrets: Secrets,
): Secrets {
  if ('values' in secrets || secrets.refreshToken || !known?.sealed) return secrets;
  const before = store.open(known);
  const kept = before && 'accessToken' in before ? before.refreshToken : undefined;
  return kept ? { ...secrets, refreshToken: kept } : secrets;
}

async function taken(crm: CrmCore, known: StoredCredential, { integration }: Vendor): Promise<ConflictError> {
  const { team } = await crm.facts(known.workspaceId);
  const who = team.find(({ id }) => id === known.ownerId)?.name ?? 'somebody else';
  return new ConflictError(
    `${who} has connected ${known.name} of ${integration.title} here. They disconnect it first, or you connect another account.`,
    { existingId: known._id },
  );
}

const present = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
