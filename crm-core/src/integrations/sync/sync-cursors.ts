import type { CrmCore } from '../../crm-core.ts';

/** `backfill`: the first time. `resync`: the vendor has forgotten the cursor, so that everything is listed and compared. */
type SyncPhase = 'backfill' | 'live' | 'resync';

interface StoredCursor {
  _id: string;
  workspaceId: string;
  credentialId: string;
  stream: string;
  cursor: string | null;
  phase: SyncPhase;
  at: Date;
}

export interface SyncCursor {
  /** Absent: from the beginning. */
  cursor?: string;
  phase: SyncPhase;
}

/** How far each stream of an account was read. Saved after the records of its page: what a crash leaves is read again. */
export class SyncCursors {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #cursors() {
    return this.#crm.store.connection.collection<StoredCursor>('syncCursors');
  }

  async of(credentialId: string, stream: string): Promise<SyncCursor> {
    const found = await this.#cursors.findOne({ _id: `${credentialId}:${stream}` });
    return found
      ? { phase: found.phase, ...(found.cursor !== null && { cursor: found.cursor }) }
      : { phase: 'backfill' };
  }

  async save(
    { workspaceId, credentialId, stream }: { workspaceId: string; credentialId: string; stream: string },
    { cursor, phase }: SyncCursor,
  ): Promise<void> {
    await this.#cursors.updateOne(
      { _id: `${credentialId}:${stream}` },
      { $set: { workspaceId, credentialId, stream, cursor: cursor ?? null, phase, at: this.#crm.now() } },
      { upsert: true },
    );
  }
}
