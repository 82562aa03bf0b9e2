import type { CrmCore } from '../../crm-core.ts';

/** A record of ours that the other side does not have, or not as it is here, and why. */
export interface SyncHold {
  _id: string;
  workspaceId: string;
  credentialId: string;
  object: string;
  recordId: string;
  /** A sentence that says what to do. */
  reason: string;
  /** The same again may help: the next run tries. */
  isPassing: boolean;
  at: Date;
}

/** What could not be brought over, until it is. */
export class SyncHolds {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #holds() {
    return this.#crm.store.connection.collection<SyncHold>('syncHolds');
  }

  async prepare(): Promise<void> {
    await this.#holds.createIndex({ workspaceId: 1, credentialId: 1, object: 1 });
  }

  async put(hold: Omit<SyncHold, '_id' | 'at'>): Promise<void> {
    const _id = idOf(hold.credentialId, hold.recordId);
    await this.#holds.replaceOne({ _id }, { ...hold, at: this.#crm.now() }, { upsert: true });
  }

  async clear(credentialId: string, recordIds: readonly string[]): Promise<void> {
    if (recordIds.length === 0) return;
    await this.#holds.deleteMany({ _id: { $in: recordIds.map((id) => idOf(credentialId, id)) } });
  }

  async ofRecord(credentialId: string, recordId: string): Promise<SyncHold | undefined> {
    return (await this.#holds.findOne({ _id: idOf(credentialId, recordId) })) ?? undefined;
  }

  /** The newest first. */
  async of(place: { workspaceId: string; credentialId: string; object?: string }): Promise<SyncHold[]> {
    return this.#holds.find(place).sort({ at: -1 }).limit(200).toArray();
  }

  async count(workspaceId: string, credentialId: string): Promise<number> {
    return this.#holds.countDocuments({ workspaceId, credentialId });
  }
}

const idOf = (credentialId: string, recordId: string) => `${credentialId}:${recordId}`;
