import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { newId } from '../../entity/ids.ts';

/** A vendor tells at an address of ours that something is new in one stream of an account, until it ends. */
export interface Watch {
  /** Ours: what the vendor says with everything that it tells. */
  _id: string;
  workspaceId: string;
  credentialId: string;
  feature: string;
  stream: string;
  /** Of what the vendor proves itself by; nobody is shown the secret. */
  secretHash: string;
  /** The vendor's own id of it; null until it has answered. */
  externalId: string | null;
  /** When the vendor ends it. */
  expiresAt: Date;
  /** When the next one is begun. */
  renewAt: Date;
}

/** The watches of accounts. One that is new is stored before the vendor knows it, and before the last one is ended. */
export class Watches {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #watches() {
    return this.#crm.store.connection.collection<Watch>('integrationWatches');
  }

  async prepare(): Promise<void> {
    await this.#watches.createIndex({ workspaceId: 1, credentialId: 1 });
  }

  /** One that the vendor is about to be told of. @returns it with its secret, which is not stored */
  async add(
    of: Pick<Watch, 'workspaceId' | 'credentialId' | 'feature' | 'stream'>,
    expiresAt: Date,
  ): Promise<{ watch: Watch; secret: string }> {
    const secret = randomBytes(24).toString('base64url');
    const secretHash = hashOf(secret);
    const watch = { _id: newId(), ...of, secretHash, externalId: null, expiresAt, renewAt: expiresAt };
    await this.#watches.insertOne(watch);
    return { watch, secret };
  }

  async begun(id: string, values: Pick<Watch, 'externalId' | 'expiresAt' | 'renewAt'>): Promise<void> {
    await this.#watches.updateOne({ _id: id }, { $set: values });
  }

  async remove(id: string): Promise<void> {
    await this.#watches.deleteOne({ _id: id });
  }

  of(workspaceId: string, credentialId: string): Promise<Watch[]> {
    return this.#watches.find({ workspaceId, credentialId }).toArray();
  }

  /** Has it begun anew with the next round. */
  async renewNow(id: string): Promise<void> {
    await this.#watches.updateOne({ _id: id }, { $set: { renewAt: this.#crm.now() } });
  }

  /**
   * The watch that a vendor speaks of.
   *
   * @param externalId - the vendor's own id, where it says one
   * @returns undefined for one that is not ours, or whose secret is another
   */
  async proven(id: string, secret: string, externalId?: string): Promise<Watch | undefined> {
    const found = await this.#watches.findOne({ _id: id });
    if (!found || !isSame(found.secretHash, hashOf(secret))) return undefined;
    // what comes before the vendor's answer was stored cannot be compared yet
    const isOther = externalId !== undefined && found.externalId !== null && found.externalId !== externalId;
    return isOther || found.expiresAt <= this.#crm.now() ? undefined : found;
  }
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
const isSame = (one: string, other: string) =>
  timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
