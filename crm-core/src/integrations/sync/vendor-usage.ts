import type { CrmCore } from '../../crm-core.ts';
import { duplicateKey } from '../../entity/conflicts.ts';

interface StoredUsage {
  _id: string;
  workspaceId: string;
  vendor: string;
  period: string;
  used: number;
  reserved: number;
  revision: number;
}

export interface Usage {
  used: number;
  reserved: number;
}

/**
 * What a vendor charges for: reserved before it is asked for, settled by what it says was used. What is never settled, because
 * the answer was lost, counts as used.
 */
export class VendorUsage {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #usage() {
    return this.#crm.store.connection.collection<StoredUsage>('vendorUsage');
  }

  /** @param period - `2026-03`, or `2026-03-01` */
  async of(workspaceId: string, vendor: string, period: string): Promise<Usage> {
    const { used, reserved } = await this.#stored(workspaceId, vendor, period);
    return { used, reserved };
  }

  /** @returns how many of them were granted; fewer than asked for when no more are left */
  async reserve(
    workspaceId: string,
    vendor: string,
    period: string,
    { want, limit }: { want: number; limit: number },
  ): Promise<number> {
    for (;;) {
      const stored = await this.#stored(workspaceId, vendor, period);
      const granted = Math.max(0, Math.min(want, limit - stored.used - stored.reserved));
      if (granted === 0) return 0;
      if (await this.#change(stored, { reserved: stored.reserved + granted })) return granted;
    }
  }

  /** @param used - what the vendor says that the reserved ones have cost */
  async settle(
    workspaceId: string,
    vendor: string,
    period: string,
    { reserved, used }: { reserved: number; used: number },
  ): Promise<void> {
    for (;;) {
      const stored = await this.#stored(workspaceId, vendor, period);
      const left = Math.max(0, stored.reserved - reserved);
      if (await this.#change(stored, { reserved: left, used: stored.used + used })) return;
    }
  }

  async #change({ _id, revision }: StoredUsage, values: Partial<Usage>): Promise<boolean> {
    const { matchedCount } = await this.#usage.updateOne(
      { _id, revision },
      { $set: { ...values, revision: revision + 1 } },
    );
    return matchedCount > 0;
  }

  async #stored(workspaceId: string, vendor: string, period: string): Promise<StoredUsage> {
    const _id = `${workspaceId}:${vendor}:${period}`;
    for (;;) {
      const found = await this.#usage.findOne({ _id });
      if (found) return found;
      try {
        await this.#usage.insertOne({ _id, workspaceId, vendor, period, used: 0, reserved: 0, revision: 0 });
      } catch (error) {
        if (!duplicateKey(error)) throw error;
      }
    }
  }
}
