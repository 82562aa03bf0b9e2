import { createHash, randomBytes } from 'node:crypto';
import { UnauthenticatedError, UpstreamError } from '@clianta/crm-core/errors';
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';

const ANSWER_MS = 10_000;

const providerSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
type Provider = z.output<typeof providerSchema>;

const tokensSchema = z.object({ id_token: z.string() });
const claimsSchema = z.object({ email: z.email(), email_verified: z.literal(true), nonce: z.string() });

export interface GoogleOptions {
  clientId: string;
  clientSecret: string;
  /** `https://accounts.google.com`. */
  issuer: string;
}

/** What is kept in the browser from the way out to the way back. */
export interface GoogleTrip {
  state: string;
  nonce: string;
  verifier: string;
}

/** Signs people in with their Google account: OpenID Connect, the code flow with PKCE. */
export class GoogleSignIn {
  readonly #options: GoogleOptions;
  #provider: Promise<Provider & { keys: JWTVerifyGetKey }> | undefined;

  constructor(options: GoogleOptions) {
    this.#options = options;
  }

  /** Where the browser goes, and what it keeps meanwhile. @throws UpstreamError when Google does not answer */
  async begin(redirectUri: string): Promise<{ url: string; trip: GoogleTrip }> {
    const { authorization_endpoint } = await this.#known();
    const [state, nonce, verifier] = [0, 0, 0].map(() => randomBytes(32).toString('base64url')) as [
      string,
      string,
      string,
    ];
    const url = new URL(authorization_endpoint);
    const query = {
      response_type: 'code',
      client_id: this.#options.clientId,
      redirect_uri: redirectUri,
      scope: 'openid email',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      prompt: 'select_account',
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return { url: url.toString(), trip: { state, nonce, verifier } };
  }

  /**
   * The e-mail address that Google vouches for.
   *
   * @throws UnauthenticatedError when the code or the token does not hold, or the address is not verified
   */
  async emailOf(code: string, { nonce, verifier }: GoogleTrip, redirectUri: string): Promise<string> {
    const { token_endpoint, issuer, keys } = await this.#known();
    const { clientId, clientSecret } = this.#options;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      client_secret: clientSecret,
      code_verifier: verifier,
    });
    const answer = tokensSchema.safeParse(await fetchJson(token_endpoint, { method: 'POST', body }));
    if (!answer.success) throw new UnauthenticatedError('Google did not confirm who you are. Try again.');
    const { payload } = await jwtVerify(answer.data.id_token, keys, {
      issuer,
      audience: clientId,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat', 'sub'],
    }).catch(() => {
      throw new UnauthenticatedError('What Google says of you is not signed by Google. Try again.');
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success)
      throw new UnauthenticatedError('Google has not verified the e-mail address of that account.');
    if (claims.data.nonce !== nonce)
      throw new UnauthenticatedError('This answer of Google belongs to another sign-in. Try again.');
    return claims.data.email;
  }

  #known(): Promise<Provider & { keys: JWTVerifyGetKey }> {
    this.#provider ??= this.#discover().catch((error: unknown) => {
      this.#provider = undefined;
      throw error;
    });
    return this.#provider;
  }

  async #discover(): Promise<Provider & { keys: JWTVerifyGetKey }> {
    const { issuer } = this.#options;
    const found = providerSchema.safeParse(
      await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
    );
    if (!found.success || found.data.issuer !== issuer)
      throw new UpstreamError('Google does not say how to sign in. Try again in a moment.');
    return { ...found.data, keys: createRemoteJWKSet(new URL(found.data.jwks_uri)) };
  }
}

/** The answer as JSON; whatever is refused is an object without what is looked for. */
async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    return await response.json();
  } catch (cause) {
    throw new UpstreamError('Google cannot be reached. Try again in a moment.', { cause });
  }
}
