import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
