import { ObjectId } from 'bson';
import type { CrmCore } from '../../crm-core.ts';

const KEPT_DAYS = 90;
const MOST_ERRORS = 20;

export interface SyncCounts {
  read: number;
  created: number;
  updated: number;
  deleted: number;
  skipped: number;
  failed: number;
  conflicts: number;
  calls: number;
}

/** One run, as it is kept for 90 days. */
export interface SyncEntry extends SyncCounts {
  workspaceId: string;
  credentialId: string;
  stream: string;
  at: Date;
  ms: number;
  /** The first twenty, each with what it was about. */
  errors: string[];
}

export const noCounts = (): SyncCounts => ({
  read: 0,
  created: 0,
  updated: 0,
  deleted: 0,
  skipped: 0,
  failed: 0,
  conflicts: 0,
  calls: 0,
});

/** What runs have done, so that "why is it not there" has an answer. */
export class SyncLog {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #runs() {
    return this.#crm.store.connection.collection<SyncEntry & { _id: string }>('syncLog');
  }

  async prepare(): Promise<void> {
    await this.#runs.createIndex({ at: 1 }, { expireAfterSeconds: KEPT_DAYS * 86_400 });
    await this.#runs.createIndex({ workspaceId: 1, credentialId: 1, at: -1 });
  }

  async add(entry: SyncEntry): Promise<void> {
    const errors = entry.errors.slice(0, MOST_ERRORS).map((one) => one.slice(0, 500));
    await this.#runs.insertOne({ _id: new ObjectId().toHexString(), ...entry, errors });
  }

  /** What the runs of a time have come to, and how many they were. */
  async totals(
    workspaceId: string,
    credentialId: string,
    { from, to }: { from: Date; to: Date },
  ): Promise<{ runs: number; counts: SyncCounts; errors: string[] }> {
    const found = await this.#runs
      .find({ workspaceId, credentialId, at: { $gte: from, $lt: to } })
      .sort({ at: -1 })
      .limit(10_000)
      .toArray();
    const counts = noCounts();
    for (const run of found)
      for (const name of Object.keys(counts) as Array<keyof SyncCounts>) counts[name] += run[name];
    return {
      runs: found.length,
      counts,
      errors: found.flatMap(({ errors }) => errors).slice(0, MOST_ERRORS),
    };
  }

  /** The newest first. */
  async of(workspaceId: string, credentialId: string, limit = 20): Promise<SyncEntry[]> {
    return this.#runs.find({ workspaceId, credentialId }).sort({ at: -1 }).limit(limit).toArray();
  }
}
