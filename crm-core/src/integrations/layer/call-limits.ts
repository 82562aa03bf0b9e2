import type { CrmCore } from '../../crm-core.ts';
import { duplicateKey } from '../../entity/conflicts.ts';
import type { CallLimit } from './define-integration.ts';

/** A window is counted in so many parts. */
const PARTS = 10;

/** One document for each limit, in which all processes count together. */
interface Bucket {
  _id: string;
  /** Counts the writes: each names the one that it has read. */
  revision: number;
  parts: Array<{ at: Date; count: number }>;
}

/** How many calls may go out, exactly, over all processes. */
export class CallLimits {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #buckets() {
    return this.#crm.store.connection.collection<Bucket>('callLimits');
  }

  /** @param units - as how many calls it counts. @returns 0: it may go; else in how many milliseconds to ask again */
  async take(key: string, { calls, perMs }: CallLimit, units = 1): Promise<number> {
    const partMs = Math.ceil(perMs / PARTS);
    for (;;) {
      const now = this.#crm.now().getTime();
      const bucket = await this.#of(key);
      // a part counts until all of it lies further back than the window
      const parts = bucket.parts.filter(({ at }) => at.getTime() + partMs + perMs > now);
      if (parts.reduce((sum, { count }) => sum + count, 0) + units > calls)
        return Math.max(1, (parts[0]?.at.getTime() ?? now) + partMs + perMs - now);
      const at = Math.floor(now / partMs) * partMs;
      const own = parts.find((one) => one.at.getTime() === at);
      const next = [
        ...parts.filter((one) => one !== own),
        { at: new Date(at), count: (own?.count ?? 0) + units },
      ];
      const { matchedCount } = await this.#buckets.updateOne(
        { _id: key, revision: bucket.revision },
        { $set: { parts: next, revision: bucket.revision + 1 } },
      );
      if (matchedCount > 0) return 0;
    }
  }

  async #of(key: string): Promise<Bucket> {
    for (;;) {
      const found = await this.#buckets.findOne({ _id: key });
      if (found) return found;
      try {
        await this.#buckets.insertOne({ _id: key, revision: 0, parts: [] });
      } catch (error) {
        if (!duplicateKey(error)) throw error;
      }
    }
  }
}
