import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** As long as a request may be under way, and as far as a clock may be ahead. */
const WINDOW_SECONDS = 5 * 60;
/** What is before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const DER_PREFIX = '302a300506032b6570032100';
const MOST = 20_000;

/** @throws Error when it is not 64 hexadecimal digits */
export function publicKeyOf(hex: string): KeyObject {
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error('DISCORD_PUBLIC_KEY must be 64 hexadecimal digits.');
  return createPublicKey({ key: Buffer.from(DER_PREFIX + hex, 'hex'), format: 'der', type: 'spki' });
}

/**
 * Whether a request is Discord's own, fresh, and here for the first time. What another process has taken is found by its
 * id later, before any handler.
 *
 * @see https://docs.discord.com/developers/interactions/overview#validating-security-request-headers
 */
export class InteractionGuard {
  readonly #key: KeyObject;
  readonly #now: () => number;
  readonly #taken = new Map<string, number>();

  constructor(key: KeyObject, now: () => number = Date.now) {
    this.#key = key;
    this.#now = now;
  }

  /** A header that came twice arrives as two values in one, which is neither a time nor a signature. */
  accepts(timestamp: string | undefined, signature: string | undefined, body: Buffer): boolean {
    const seconds = this.#now() / 1_000;
    if (!timestamp || !/^\d{1,11}$/.test(timestamp) || !signature || !/^[0-9a-f]{128}$/.test(signature))
      return false;
    if (Math.abs(seconds - Number(timestamp)) > WINDOW_SECONDS) return false;
    const signed = Buffer.concat([Buffer.from(timestamp), body]);
    if (!verify(null, signed, this.#key, Buffer.from(signature, 'hex'))) return false;
    if (this.#taken.has(signature)) return false;
    this.#forget(seconds);
    this.#taken.set(signature, seconds);
    return true;
  }

  #forget(now: number): void {
    for (const [signature, at] of this.#taken) {
      // the oldest are first; a request may be from the future as well
      if (this.#taken.size < MOST && now - at <= 2 * WINDOW_SECONDS) return;
      this.#taken.delete(signature);
    }
  }
}
