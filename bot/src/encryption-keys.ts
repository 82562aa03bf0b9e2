import type { Config } from './config.ts';

/** Those that are named; else the one that is kept for signing. */
export function encryptionKeys({ ENCRYPTION_KEYS }: Config, key: Uint8Array): Array<string | Uint8Array> {
  return ENCRYPTION_KEYS.length > 0 ? ENCRYPTION_KEYS : [key];
}
