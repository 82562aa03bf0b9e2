import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  /** Tells which key sealed a value; says nothing about it. */
  id: string;
  bytes: Buffer;
}

/**
 * Encrypts what is stored and must not be read from a backup: tokens of other platforms. AES-256-GCM; the context (where
 * the value belongs) is authenticated with it, so that a sealed value is worth nothing elsewhere.
 */
export class SecretBox {
  readonly #keys: readonly Key[];

  /** @param secrets - at least one; the first seals, each opens what it has sealed: so keys are changed without a stop */
  constructor(secrets: ReadonlyArray<string | Uint8Array>) {
    if (secrets.length === 0) throw new Error('A secret box needs at least one key.');
    this.#keys = secrets.map((secret) => {
      const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'clianta secret box', 32));
      return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
    });
  }

  seal(value: unknown, context: string): string {
    const [key] = this.#keys as [Key];
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return `v1.${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws Error when no key of the box has sealed it, for this context, or when it was changed */
  open(sealed: string, context: string): unknown {
    const [version, id, body = ''] = sealed.split('.');
    const key = version === 'v1' ? this.#keys.find((one) => one.id === id) : undefined;
    if (!key)
      throw new Error('A stored secret was sealed with a key that is not there. Add it to ENCRYPTION_KEYS.');
    const bytes = Buffer.from(body, 'base64url');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return JSON.parse(opened.toString('utf8'));
  }

  /** Whether another key than the first has sealed it: it wants to be sealed anew. */
  isOld(sealed: string): boolean {
    return sealed.split('.')[1] !== this.#keys[0]?.id;
  }
}
