import { createHash, randomBytes } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';

/** Apollo keeps what it could not deliver for so long. https://docs.apollo.io/reference/poll-webhook-result */
const KEPT_MS = 30 * 86_400_000;

/** Phone numbers that were asked for and are to come. */
export interface PhoneLookup {
  /** SHA-256 of the secret in the address that they come to: Apollo signs nothing. */
  _id: string;
  workspaceId: string;
  credentialId: string;
  /** The month that its credits are of. */
  period: string;
  reserved: number;
  /** Contacts by Apollo's ids of the people; null until it has said who they are. */
  contacts: Record<string, string> | null;
  isDone: boolean;
  expiresAt: Date;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

export class PhoneLookups {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #lookups() {
    return this.#crm.store.connection.collection<PhoneLookup>('phoneLookups');
  }

  /** @returns what Apollo is given of it: a secret, which is not stored */
  async add(of: Pick<PhoneLookup, 'workspaceId' | 'credentialId' | 'period' | 'reserved'>): Promise<string> {
    const secret = randomBytes(24).toString('base64url');
    const expiresAt = new Date(this.#crm.now().getTime() + KEPT_MS);
    await this.#lookups.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    await this.#lookups.insertOne({ _id: hashOf(secret), ...of, contacts: null, isDone: false, expiresAt });
    return secret;
  }

  /** Apollo has said who they are; of others nothing comes, and nothing is kept reserved. */
  async begun(secret: string, contacts: Record<string, string>, reserved: number): Promise<void> {
    await this.#lookups.updateOne({ _id: hashOf(secret) }, { $set: { contacts, reserved } });
  }

  /** Nothing will come. */
  async remove(secret: string): Promise<void> {
    await this.#lookups.deleteOne({ _id: hashOf(secret) });
  }

  async find(secret: string): Promise<PhoneLookup | undefined> {
    return (await this.#lookups.findOne({ _id: hashOf(secret) })) ?? undefined;
  }

  /** @returns whether nobody has done it before: it may be delivered twice */
  async done({ _id }: PhoneLookup): Promise<boolean> {
    const { modifiedCount } = await this.#lookups.updateOne(
      { _id, isDone: false },
      { $set: { isDone: true } },
    );
    return modifiedCount > 0;
  }
}
