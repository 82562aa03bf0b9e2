import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnauthenticatedError } from '@clianta/crm-core/errors';
import { jwtVerify, SignJWT } from 'jose';

export const SESSION_COOKIE = 'clianta_session';
/** How long a sign-in lasts (specification: 7 days). */
export const SESSION_DAYS = 7;

/** The key that signs sessions: from the environment, else made once and kept where only its user can read it. */
export function sessionKey(secret: string | undefined, dataDir: string): Uint8Array {
  if (secret) return new TextEncoder().encode(secret);
  const file = join(dataDir, 'session-secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return new TextEncoder().encode(readFileSync(file, 'utf8').trim());
}

export class Sessions {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  issue(userId: string): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setIssuer('clianta')
      .setIssuedAt()
      .setExpirationTime(`${SESSION_DAYS}d`)
      .sign(this.#key);
  }

  /** @throws UnauthenticatedError when the token is none of ours or has expired */
  async read(token: string): Promise<{ userId: string; issuedAt: Date }> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { issuer: 'clianta', algorithms: ['HS256'] });
      if (!payload.sub || !payload.iat) throw new Error('incomplete');
      return { userId: payload.sub, issuedAt: new Date(payload.iat * 1000) };
    } catch {
      throw new UnauthenticatedError('Your session has ended. Please sign in again.');
    }
  }
}
