import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  processRefreshTokenResponse,
  ResponseBodyError,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import type { CrmCore } from '../../crm-core.ts';
import { logger } from '../../logger.ts';
import type { CredentialStore, StoredCredential } from './credential-store.ts';
import type { OAuth2 } from './define-integration.ts';
import type { Vendor } from './vendor.ts';
import { ReconnectError, ThrottledError, VendorError } from './vendor-error.ts';

/** So long before its end a token is exchanged. */
const EARLY_MS = 5 * 60_000;
/** How long one process may take to refresh; also the pause after a refresh that failed for another reason than refusal. */
const CLAIM_MS = 30_000;
/** Who has not got the claim looks so often whether there is a newer token. */
const LOOK_MS = 250;
const LOOKS = 40;
/** Errors of refreshing that no later attempt changes (RFC 6749, 5.2; OpenID Connect Core, 3.1.2.6). */
const NEEDS_A_PERSON: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
]);

/** What a call goes out with. */
export interface Authority {
  headers: Record<string, string>;
  /** Of the tokens: named when they turn out to be used up. */
  version: number;
  stored: StoredCredential;
}

interface FreshTokenOptions {
  crm: CrmCore;
  store: CredentialStore;
  sleep(ms: number): Promise<void>;
}

/** Hands out what calls prove themselves with, and has tokens refreshed by one process at a time. */
export class FreshToken {
  readonly #options: FreshTokenOptions;

  constructor(options: FreshTokenOptions) {
    this.#options = options;
  }

  /**
   * @param usedUp - the version that the vendor has just refused
   * @throws ReconnectError when a person has to connect it anew, ThrottledError when it is to come again later
   */
  async of(vendor: Vendor, workspaceId: string, id: string, usedUp?: number): Promise<Authority> {
    const { store, crm } = this.#options;
    const stored = await store.read(workspaceId, id);
    requireUsable(vendor, stored);
    const authority = this.#authorityOf(vendor, stored);
    if (vendor.integration.auth.kind === 'api_key') {
      if (usedUp === undefined) return authority;
      await this.#refused(vendor, stored);
    }
    const left = stored.expiresAt
      ? stored.expiresAt.getTime() - crm.now().getTime()
      : Number.POSITIVE_INFINITY;
    const isUsedUp = usedUp !== undefined && stored.tokenVersion <= usedUp;
    if (!isUsedUp && left > EARLY_MS) return authority;
    if (await this.#claim(stored)) return this.#refresh(vendor, stored, !isUsedUp && left > 0);
    // somebody else does it; until it is over, the token holds
    if (!isUsedUp && left > 0) return authority;
    for (let look = 0; look < LOOKS; look++) {
      await this.#options.sleep(LOOK_MS);
      const next = await store.read(workspaceId, id);
      if (next.tokenVersion > stored.tokenVersion) return this.#authorityOf(vendor, next);
      requireUsable(vendor, next);
    }
    throw new ThrottledError(`The sign-in at ${vendor.integration.title} is being renewed.`, CLAIM_MS);
  }

  /** One conditional write: of all processes that want to, one may. */
  async #claim({ _id, tokenVersion }: StoredCredential): Promise<boolean> {
    const { store, crm } = this.#options;
    const now = crm.now();
    const { matchedCount } = await store.raw.updateOne(
      {
        _id: _id as never,
        tokenVersion,
        $or: [{ refreshUntil: { $exists: false } }, { refreshUntil: null }, { refreshUntil: { $lte: now } }],
      },
      { $set: { refreshUntil: new Date(now.getTime() + CLAIM_MS) } },
    );
    return matchedCount > 0;
  }

  async #refresh(vendor: Vendor, stored: StoredCredential, stillHolds: boolean): Promise<Authority> {
    const { store, crm } = this.#options;
    const secrets = store.open(stored);
    const auth = vendor.integration.auth as OAuth2<unknown>;
    if (!secrets || !('accessToken' in secrets) || !secrets.refreshToken)
      return stillHolds ? this.#authorityOf(vendor, stored) : this.#refused(vendor, stored);
    try {
      const answer = await refreshed(vendor, auth, secrets.refreshToken);
      const next = {
        accessToken: answer.access_token,
        // a vendor that turns them over sends the next one
        refreshToken: answer.refresh_token ?? secrets.refreshToken,
      };
      // stored before it is used: whatever ends this process, the newest refresh token is known
      await store.raw.updateOne(
        { _id: stored._id as never, tokenVersion: stored.tokenVersion },
        {
          $set: {
            sealed: store.seal(stored.workspaceId, stored._id, next),
            expiresAt: endOf(answer, crm.now()),
            details: { ...stored.details, ...auth.details?.(answer) },
            tokenVersion: stored.tokenVersion + 1,
            refreshUntil: null,
          },
        },
      );
      return this.#authorityOf(vendor, await store.read(stored.workspaceId, stored._id));
    } catch (error) {
      if (error instanceof ResponseBodyError && NEEDS_A_PERSON.has(error.error)) {
        const next = await store.read(stored.workspaceId, stored._id);
        if (next.tokenVersion > stored.tokenVersion) return this.#authorityOf(vendor, next);
        return this.#refused(vendor, stored, saidOf(vendor, error));
      }
      // the claim stays: for half a minute nobody tries
      logger.warn({ vendor: vendor.integration.name, err: nameOf(error) }, 'a token could not be refreshed');
      if (stillHolds) return this.#authorityOf(vendor, stored);
      const why = saidOf(vendor, error);
      throw new VendorError(
        `${vendor.integration.title} does not renew its sign-in at the moment${why ? `: ${why}` : '.'}`,
        { retryAfterMs: CLAIM_MS },
      );
    }
  }

  async #refused(vendor: Vendor, stored: StoredCredential, why?: string): Promise<never> {
    const { title, auth } = vendor.integration;
    const isKey = auth.kind === 'api_key';
    const whatToDo = isKey
      ? `An admin enters a new key under Settings, Integrations, ${title}.`
      : `Connect ${title} anew under Settings, Integrations. Nothing that was synced is lost.`;
    await this.#options.store.fail(stored, 'reconnect', {
      what: isKey
        ? `${title} does not take the key any more.`
        : `${title} does not take our sign-in any more: ${why ?? 'it was revoked there, its password was changed, or the client is not published.'}`,
      whatToDo,
    });
    await this.#options.store.raw.updateOne(
      { _id: stored._id as never, tokenVersion: stored.tokenVersion },
      { $set: { refreshUntil: null } },
    );
    throw new ReconnectError(`${title} does not let us in any more. ${whatToDo}`);
  }

  #authorityOf({ integration: { auth, title } }: Vendor, stored: StoredCredential): Authority {
    const secrets = this.#options.store.open(stored);
    if (!secrets)
      throw new ReconnectError(`${title} is disconnected. Connect it under Settings, Integrations.`);
    const headers =
      'values' in secrets
        ? auth.kind === 'api_key'
          ? auth.headers(secrets.values)
          : {}
        : { authorization: `Bearer ${secrets.accessToken}` };
    return { headers, version: stored.tokenVersion, stored };
  }
}

/** @throws ReconnectError, or ThrottledError while the vendor wants to be left alone */
function requireUsable({ integration: { title } }: Vendor, { state }: StoredCredential): void {
  if (state === 'reconnect')
    throw new ReconnectError(`${title} wants to be connected anew, under Settings, Integrations.`);
  if (state === 'paused')
    throw new ReconnectError(`The connection to ${title} is paused. Resume it under Settings, Integrations.`);
}

/** When tokens end; null for those that do not say. */
export function endOf({ expires_in }: Pick<TokenEndpointResponse, 'expires_in'>, now: Date): Date | null {
  return expires_in === undefined ? null : new Date(now.getTime() + expires_in * 1_000);
}

const nameOf = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'unknown');

/** What the vendor's own error means, where it is known. */
export function saidOf({ integration: { auth } }: Vendor, error: unknown): string | undefined {
  const said = error instanceof ResponseBodyError ? error.error_description : undefined;
  return auth.kind === 'oauth2' && said ? auth.inWords?.(said) : undefined;
}

/** Who is asked for tokens, as whom, and how. */
export function tokenEndpoint({ env, fetch }: Vendor, auth: OAuth2<unknown>) {
  const { id, secret } = auth.client(env);
  const server: AuthorizationServer = {
    issuer: auth.issuer(env),
    authorization_endpoint: auth.authorizeUrl(env),
    token_endpoint: auth.tokenUrl(env),
    ...(auth.revokeUrl && { revocation_endpoint: auth.revokeUrl(env) }),
  };
  const client: Client = { client_id: id };
  const proof: ClientAuth = auth.proof === 'basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret);
  const options = {
    [customFetch]: fetch as never,
    // a stand-in on this machine
    [allowInsecureRequests]: new URL(auth.tokenUrl(env)).protocol === 'http:',
    signal: () => AbortSignal.timeout(CLAIM_MS / 2),
  };
  return { server, client, proof, options };
}

async function refreshed(
  vendor: Vendor,
  auth: OAuth2<unknown>,
  token: string,
): Promise<TokenEndpointResponse> {
  const { server, client, proof, options } = tokenEndpoint(vendor, auth);
  const response = await refreshTokenGrantRequest(server, client, proof, token, options);
  return processRefreshTokenResponse(server, client, response);
}
