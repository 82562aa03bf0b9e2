import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { MongoError } from '../mongo-error.ts';

/** The one user there is. */
export const USER = 'clianta';
export const MECHANISM = 'SCRAM-SHA-256';
/** MongoDB's own. */
const ITERATIONS = 15_000;

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** What a server keeps of a password (RFC 5802): enough to check a proof, not enough to give one. */
export interface Credentials {
  salt: Buffer;
  storedKey: Buffer;
  serverKey: Buffer;
}

export function credentialsOf(password: string): Credentials {
  const salt = randomBytes(28);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
  return { salt, storedKey: hash(hmac(salted, 'Client Key')), serverKey: hmac(salted, 'Server Key') };
}

/** The server's side of one sign-in by SCRAM-SHA-256 (RFC 5802, RFC 7677). */
export class ScramConversation {
  readonly #credentials: Credentials;
  readonly #isUser: boolean;
  readonly #nonce: string;
  readonly #messages: string[];
  #isProven = false;

  /** @throws MongoError 18 for a first message of another form */
  constructor(credentials: Credentials, clientFirst: string) {
    const bare = /^n,,(.*)$/s.exec(clientFirst)?.[1];
    const attributes = attributesOf(bare ?? '');
    const nonce = attributes.get('r');
    if (bare === undefined || !nonce) throw failed();
    this.#credentials = credentials;
    // somebody unknown learns no more than somebody with a wrong password
    this.#isUser = attributes.get('n') === USER;
    this.#nonce = nonce + randomBytes(24).toString('base64');
    const salt = credentials.salt.toString('base64');
    this.#messages = [bare, `r=${this.#nonce},s=${salt},i=${ITERATIONS}`];
  }

  get serverFirst(): string {
    return this.#messages[1] as string;
  }

  get isProven(): boolean {
    return this.#isProven;
  }

  /** Checks the client's proof. @returns the server's own @throws MongoError 18 when it does not hold */
  finish(clientFinal: string): string {
    const attributes = attributesOf(clientFinal);
    const proof = Buffer.from(attributes.get('p') ?? '', 'base64');
    const withoutProof = clientFinal.replace(/,p=[^,]*$/, '');
    const message = [...this.#messages, withoutProof].join(',');
    const { storedKey, serverKey } = this.#credentials;
    const signature = hmac(storedKey, message);
    const clientKey = signature.map((byte, i) => byte ^ (proof[i] ?? 0));
    const isProof = proof.length === 32 && timingSafeEqual(hash(Buffer.from(clientKey)), storedKey);
    if (!isProof || !this.#isUser || attributes.get('r') !== this.#nonce) throw failed();
    this.#isProven = true;
    return `v=${hmac(serverKey, message).toString('base64')}`;
  }
}

function attributesOf(message: string): Map<string, string> {
  return new Map(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)] as const));
}

const failed = () => new MongoError('AuthenticationFailed', 'Authentication failed.');
