import {
  processRefreshTokenResponse,
  ResponseBodyError,
  refreshTokenGrantRequest,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { saidOf, tokenEndpoint } from './fresh-token.ts';
import type { Vendor } from './vendor.ts';

/** RFC 6749, section 5.2, and Salesforce's own. */
const OF_CLIENT = new Set(['invalid_client', 'unauthorized_client', 'invalid_client_id']);
/** Good for nothing: the client is looked at before it. */
const NO_TOKEN = 'none';

/**
 * Asks a vendor, changing nothing there, whether it knows the client that this installation was started with.
 *
 * @returns what is wrong, and what to do; undefined where nothing is, and where no answer came
 */
export async function checkClient(vendor: Vendor): Promise<string | undefined> {
  const { integration, missing } = vendor;
  const { auth, title } = integration;
  if (auth.kind !== 'oauth2' || missing.length > 0) return undefined;
  const { server, client, proof, options } = tokenEndpoint(vendor, auth);
  try {
    const response = await refreshTokenGrantRequest(server, client, proof, NO_TOKEN, options);
    await processRefreshTokenResponse(server, client, response);
    return undefined;
  } catch (error) {
    const isChallenge = error instanceof WWWAuthenticateChallengeError && error.status === 401;
    const code = error instanceof ResponseBodyError ? error.error : undefined;
    const known = code === 'invalid_grant' ? undefined : saidOf(vendor, error);
    if (!isChallenge && !known && (code === undefined || !OF_CLIENT.has(code))) return undefined;
    return `${title} does not accept them: ${known ?? 'it does not know this id and secret. Copy both anew from there.'}`;
  }
}
