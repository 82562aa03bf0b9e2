import { createHash, randomBytes } from 'node:crypto';
import {
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  getValidatedIdTokenClaims,
  processAuthorizationCodeResponse,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { ConflictError, InvalidError, UpstreamError } from '../../errors.ts';
import { logger } from '../../logger.ts';
import type { CredentialStore } from './credential-store.ts';
import type { OAuth2 } from './define-integration.ts';
import { saidOf, tokenEndpoint } from './fresh-token.ts';
import type { Vendor } from './vendor.ts';

/** How long somebody may take at the vendor. */
export const FLOW_MS = 10 * 60_000;

/** One sign-in that is under way; deleted by whoever takes it up. */
interface Flow {
  /** SHA-256 of the state: what stands in the database opens nothing. */
  _id: string;
  workspaceId: string;
  userId: string;
  vendor: string;
  features: string[];
  browserHash: string;
  /** Sealed, for the state. */
  verifier: string;
  redirectUri: string;
  expiresAt: Date;
}

export interface BegunFlow {
  /** Where the browser goes. */
  url: string;
  /** What the browser keeps meanwhile, as a cookie. */
  browser: string;
}

export interface FinishedFlow extends Pick<Flow, 'workspaceId' | 'userId' | 'vendor' | 'features'> {
  answer: TokenEndpointResponse;
  claims: Record<string, unknown>;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const BEGIN_AGAIN = 'This sign-in was begun elsewhere, is too old or was used already. Begin again.';

/** To a vendor and back: each state is random, bound to who began and to their browser, and taken once. */
export class OAuthFlows {
  readonly #crm: CrmCore;
  readonly #store: CredentialStore;

  constructor(crm: CrmCore, store: CredentialStore) {
    this.#crm = crm;
    this.#store = store;
  }

  get #flows() {
    return this.#crm.store.connection.collection<Flow>('oauthFlows');
  }

  async prepare(): Promise<void> {
    await this.#flows.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  }

  async begin(
    vendor: Vendor,
    own: Pick<Flow, 'workspaceId' | 'userId' | 'features' | 'redirectUri'> & {
      scopes: readonly string[];
      /** Ask for consent even if it was given: there is no refresh token. */
      isFirst: boolean;
    },
  ): Promise<BegunFlow> {
    const auth = oauthOf(vendor);
    const { scopes, isFirst, ...bound } = own;
    const state = randomBytes(32).toString('base64url');
    const browser = randomBytes(32).toString('base64url');
    const verifier = generateRandomCodeVerifier();
    await this.#flows.insertOne({
      _id: hashOf(state),
      ...bound,
      vendor: vendor.integration.name,
      browserHash: hashOf(browser),
      verifier: this.#store.box.seal(verifier, `oauth-flow:${hashOf(state)}`),
      expiresAt: new Date(this.#crm.now().getTime() + FLOW_MS),
    });
    const url = new URL(auth.authorizeUrl(vendor.env));
    const query = {
      response_type: 'code',
      client_id: auth.client(vendor.env).id,
      redirect_uri: own.redirectUri,
      scope: scopes.join(' '),
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...auth.parameters,
      ...(isFirst && auth.consent),
    };
    for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
    return { url: url.toString(), browser };
  }

  /**
   * @param vendorOf - by its name
   * @param back - what the vendor sent the browser back with
   * @throws ConflictError where it is not the very browser and person that began, or not the first time
   */
  async finish(
    vendorOf: (name: string) => Vendor,
    back: URLSearchParams,
    by: { browser: string | undefined; userId: string },
  ): Promise<FinishedFlow> {
    const state = back.get('state') ?? '';
    const flow = await this.#flows.findOneAndDelete({ _id: hashOf(state) });
    const isOwn =
      flow &&
      flow.expiresAt > this.#crm.now() &&
      flow.userId === by.userId &&
      by.browser !== undefined &&
      flow.browserHash === hashOf(by.browser);
    if (!isOwn) throw new ConflictError(BEGIN_AGAIN);
    const vendor = vendorOf(flow.vendor);
    const { title } = vendor.integration;
    const known = oauthOf(vendor).inWords?.(back.get('error_description') ?? '');
    if (back.has('error') && known) throw new InvalidError(`${title} was not connected: ${known}`);
    if (back.get('error') === 'access_denied')
      throw new InvalidError(`${title} was not connected: it was declined there.`);
    const verifier = z.string().parse(this.#store.box.open(flow.verifier, `oauth-flow:${flow._id}`));
    try {
      const answer = await exchanged(vendor, back, state, { verifier, redirectUri: flow.redirectUri });
      const claims = { ...getValidatedIdTokenClaims(answer) };
      const { workspaceId, userId, features } = flow;
      return { workspaceId, userId, features, vendor: flow.vendor, answer, claims };
    } catch (err) {
      logger.warn({ vendor: flow.vendor, err: String(err) }, 'a sign-in was not completed');
      const why = saidOf(vendor, err) ?? 'Begin again.';
      throw new UpstreamError(`${title} did not complete the sign-in. ${why}`, { cause: err });
    }
  }
}

async function exchanged(
  vendor: Vendor,
  back: URLSearchParams,
  state: string,
  { verifier, redirectUri }: { verifier: string; redirectUri: string },
): Promise<TokenEndpointResponse> {
  const { server, client, proof, options } = tokenEndpoint(vendor, oauthOf(vendor));
  // vendors that name themselves in the answer are compared, the others have a state that is of one vendor
  const parameters = validateAuthResponse(server, client, back, state);
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    proof,
    parameters,
    redirectUri,
    verifier,
    options,
  );
  return processAuthorizationCodeResponse(server, client, response);
}

/** @throws InvalidError for a vendor that takes keys */
export function oauthOf({ integration: { auth, title } }: Vendor): OAuth2<never> {
  if (auth.kind === 'oauth2') return auth as OAuth2<never>;
  throw new InvalidError(`${title} is connected by a key, under Settings, Integrations.`);
}
