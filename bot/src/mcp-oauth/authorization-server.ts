import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { UnauthenticatedError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { TOKEN_ACCESS } from '@clianta/crm-core/workspace/api-token/api-token.schema';
import type { TokenBearer } from '@clianta/crm-core/workspace/api-token/api-tokens';
import {
  accessOfScopes,
  bearerOfProgram,
  beginProgram,
  isProgramAdmitted,
  SIGN_IN_DAYS,
} from '@clianta/crm-core/workspace/api-token/program-sign-ins';
import type { Request } from 'express';
import type { Configuration, JWK, Provider } from 'oidc-provider';
import { messagePage } from '../offers/offer-page.ts';
import { sendPage } from '../public-page.ts';
import { OAuthStore } from './oauth-store.ts';
import { keepRegistration } from './registration-rule.ts';

export const MCP_PATH = '/mcp';
export const OAUTH_PATH = '/oauth';
export const CONSENT_PATH = `${OAUTH_PATH}/consent`;
/** Where the documents stand that say how a program signs in (RFC 9728, RFC 8414). */
export const RESOURCE_DOCUMENT = '/.well-known/oauth-protected-resource';
export const SERVER_DOCUMENT = '/.well-known/oauth-authorization-server';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** Of one key (specification of MCP: an hour), and since when the last one was fetched. */
const ACCESS_SECONDS = 60 * MINUTE;
const REFRESH_SECONDS = 30 * DAY;
/** How long somebody may take to answer. */
const ASKED_SECONDS = 10 * MINUTE;
/** Names that this server is called by at once; only without a PUBLIC_URL are there several. */
const MOST_ORIGINS = 8;

/**
 * Where programs that speak MCP sign in (OAuth 2.1), by the library of `oidc-provider`: it is loaded when the first one comes.
 * Who its person is, our own sessions say; what a program may do stands in the sign-in that its person has agreed to.
 */
export class AuthorizationServer {
  readonly store: OAuthStore;
  readonly #crm: CrmCore;
  readonly #cookieKey: string;
  readonly #publicOrigin: string | undefined;
  readonly #providers = new Map<string, Promise<Provider>>();

  constructor(crm: CrmCore, key: Uint8Array, publicUrl: string | undefined) {
    this.store = new OAuthStore(crm);
    this.#crm = crm;
    this.#cookieKey = createHmac('sha256', key)
      .update('cookies of programs that sign in')
      .digest('base64url');
    this.#publicOrigin = publicUrl && new URL(publicUrl).origin;
  }

  /** The address that this server is known by to whoever asks. */
  originOf(request: Request): string {
    return this.#publicOrigin ?? `${request.protocol}://${request.get('host')}`;
  }

  at(origin: string): Promise<Provider> {
    const known = this.#providers.get(origin);
    if (known) return known;
    const provider = this.#open(origin);
    if (this.#providers.size >= MOST_ORIGINS)
      this.#providers.delete(this.#providers.keys().next().value ?? '');
    this.#providers.set(origin, provider);
    return provider;
  }

  /** @throws UnauthenticatedError for a key that is none, has expired, was revoked, or is for another server */
  async bearerOf(origin: string, token: string): Promise<TokenBearer> {
    const key = await (await this.at(origin)).AccessToken.find(token);
    const isOurs = key?.isValid && key.aud === `${origin}${MCP_PATH}` && key.accountId;
    const bearer = isOurs
      ? await bearerOfProgram(this.#crm, key.accountId, accessOfScopes(key.scopes))
      : undefined;
    if (!bearer) throw new UnauthenticatedError('This token is not valid: it has expired, or was revoked.');
    return bearer;
  }

  async #open(origin: string): Promise<Provider> {
    const { Provider, errors, interactionPolicy } = await import('oidc-provider');
    const { Check, Prompt } = interactionPolicy;
    const resource = `${origin}${MCP_PATH}`;
    const asked = (name: 'login' | 'consent') =>
      new Prompt(
        { name, requestable: true },
        new Check(
          `${name}_asked`,
          'the person is asked each time',
          (context) => !context.oidc.result?.[name],
        ),
      );
    const policy = interactionPolicy.base();
    policy.clear();
    policy.add(asked('login'));
    policy.add(asked('consent'));
    const configuration: Configuration = {
      adapter: (kind) =>
        this.store.kind(kind, () => new errors.InvalidGrant('authorization code already consumed')),
      // the library wants a key, by which nothing is signed: keys of programs are opaque, and there are no ID tokens
      jwks: { keys: [{ ...unusedKey(), alg: 'ES256', use: 'sig' }] },
      scopes: [...TOKEN_ACCESS],
      claims: {},
      responseTypes: ['code'],
      clientAuthMethods: ['none'],
      clientDefaults: {
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        id_token_signed_response_alg: 'ES256',
        grant_types: ['authorization_code', 'refresh_token'],
      },
      clientBasedCORS: (_context, from, { redirectUris = [] }) =>
        redirectUris.some((uri) => URL.canParse(uri) && new URL(uri).origin === from),
      pkce: { required: () => true },
      cookies: {
        names: {
          session: 'clianta_oauth',
          interaction: 'clianta_oauth_asked',
          resume: 'clianta_oauth_resume',
        },
        keys: [this.#cookieKey],
      },
      features: {
        devInteractions: { enabled: false },
        dPoP: { enabled: false },
        pushedAuthorizationRequests: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        userinfo: { enabled: false },
        revocation: {
          enabled: true,
          allowedPolicy: (_context, { clientId }, token) => token.clientId === clientId,
        },
        registration: { enabled: true, issueRegistrationAccessToken: false },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => resource,
          useGrantedResource: () => true,
          getResourceServerInfo(_context, indicator) {
            const { origin: place, pathname } = new URL(indicator);
            if (place !== origin || pathname.replace(/\/$/, '') !== MCP_PATH)
              throw new errors.InvalidTarget();
            return {
              scope: TOKEN_ACCESS.join(' '),
              audience: resource,
              accessTokenTTL: ACCESS_SECONDS,
              accessTokenFormat: 'opaque',
            };
          },
        },
      },
      extraClientMetadata: {
        properties: ['software_id'],
        validator: (_context, _name, _value, metadata) =>
          keepRegistration(
            metadata as Record<string, unknown>,
            (words) => new errors.InvalidClientMetadata(words),
          ),
      },
      // this server calls nobody's address
      fetch: () => Promise.reject(new Error('Nothing is fetched for a program.')),
      findAccount: async (_context, id) =>
        (await isProgramAdmitted(this.#crm, id)) ? { accountId: id, claims: () => ({ sub: id }) } : undefined,
      loadExistingGrant: async ({ oidc }) => {
        const { grantId } = oidc.result?.consent ?? {};
        return grantId ? oidc.provider.Grant.find(grantId) : undefined;
      },
      expiresWithSession: () => false,
      issueRefreshToken: async (_context, client, code) => {
        if (code.accountId) await beginProgram(this.#crm, code.accountId);
        return client.grantTypeAllowed('refresh_token');
      },
      rotateRefreshToken: true,
      interactions: { policy, url: (_context, { uid }) => `${CONSENT_PATH}/${uid}` },
      routes: {
        authorization: `${OAUTH_PATH}/authorize`,
        token: `${OAUTH_PATH}/token`,
        registration: `${OAUTH_PATH}/register`,
        revocation: `${OAUTH_PATH}/revoke`,
        jwks: `${OAUTH_PATH}/keys`,
        end_session: `${OAUTH_PATH}/end`,
      },
      ttl: {
        AccessToken: ACCESS_SECONDS,
        AuthorizationCode: MINUTE,
        RefreshToken: REFRESH_SECONDS,
        Grant: SIGN_IN_DAYS * DAY,
        Interaction: ASKED_SECONDS,
        Session: ASKED_SECONDS,
      },
      renderError({ res }, { error, error_description: words }) {
        const title = 'The program could not sign in';
        sendPage(
          res as never,
          400,
          title,
          messagePage(title, `${words ?? error}. Begin again in the program.`),
        );
      },
    };
    const provider = new Provider(origin, configuration);
    // the request is given the address that this server is known by, whatever stands in front
    provider.proxy = true;
    provider.silent = true;
    provider.on('server_error', (_context, err) => logger.error({ err }, 'a program could not sign in'));
    provider.on('grant.revoked', () => logger.info('the sign-in of a program was ended'));
    return provider;
  }
}

const unusedKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as JWK;
