import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Addresses that open something to whoever has them. What such an address ends in is a token of 256 bits that is made of a
 * key of the server: it can be shown again to those who may, while the database keeps its hash alone.
 */
export class PublicLinks {
  readonly #base: string;
  readonly #key: Buffer;

  /**
   * @param options.url - the address people use
   * @param options.secret - the server's; without one, tokens are of this process alone
   */
  constructor({ url = 'http://localhost:3000', secret = randomBytes(32) }: PublicLinkOptions = {}) {
    this.#base = url.replace(/\/+$/, '');
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'clianta public links', 32));
  }

  /** `crm.example.com`, as answers may link to it. */
  get host(): string {
    return new URL(this.#base).hostname;
  }

  /** @param purpose - what it opens: the kind of record and its id */
  token(purpose: string): string {
    return createHmac('sha256', this.#key).update(purpose).digest('base64url');
  }

  /** What the database keeps of a token. */
  static hashOf(token: string): string {
    return createHash('sha256').update(token).digest('hex');
  }

  /** @param path - begins with a slash */
  address(path: string): string {
    return `${this.#base}${path}`;
  }
}

export interface PublicLinkOptions {
  url?: string | undefined;
  secret?: string | Uint8Array | undefined;
}
