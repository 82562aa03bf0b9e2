import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnauthenticatedError } from '@clianta/crm-core/errors';
import { jwtVerify, SignJWT } from 'jose';

export const SESSION_COOKIE = 'clianta_session';
/** How long a sign-in lasts (specification: 7 days). */
export const SESSION_DAYS = 7;

const LEAST_SECRET = 32;

/**
 * The key that signs sessions: from the environment, else made once and kept where only its user can read it.
 *
 * @throws Error when the file that keeps it is empty or cut off: anybody could sign with what is left
 */
export function sessionKey(secret: string | undefined, dataDir: string): Uint8Array {
  if (secret) return new TextEncoder().encode(secret);
  const file = join(dataDir, 'session-secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // it appears whole, also when the disk is full or the process ends meanwhile
    const part = `${file}.${process.pid}`;
    writeFileSync(part, randomBytes(48).toString('base64url'), { mode: 0o600, flush: true });
    renameSync(part, file);
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length >= LEAST_SECRET) return new TextEncoder().encode(kept);
  throw new Error(
    `The file ${file}, which signs sessions, is ${kept ? 'cut off' : 'empty'}. Delete it, and a new one is made (everybody signs in again), or set SESSION_SECRET.`,
  );
}

/** How long the link is good by which a person chooses a password. */
export const LINK_DAYS = 7;
/** Other than a session's: a link opens nothing but the choice of a password. */
const LINK_ISSUER = 'clianta-password-link';

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

  /** @param mark - tells the password that it replaces, so that the link works once */
  issueLink(userId: string, mark: string): Promise<string> {
    return new SignJWT({ mark })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setIssuer(LINK_ISSUER)
      .setIssuedAt()
      .setExpirationTime(`${LINK_DAYS}d`)
      .sign(this.#key);
  }

  /** @throws UnauthenticatedError when the link is none of ours or has expired */
  async readLink(token: string): Promise<{ userId: string; mark: string }> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { issuer: LINK_ISSUER, algorithms: ['HS256'] });
      if (!payload.sub || typeof payload.mark !== 'string') throw new Error('incomplete');
      return { userId: payload.sub, mark: payload.mark };
    } catch {
      throw new UnauthenticatedError('This link is not valid any more. Ask an admin for a new one.');
    }
  }
}
