import { inOneTick } from '../work/in-one-tick.ts';
import type { MongoFilter } from './filter.ts';
import type { StoredDocument } from './outbox.ts';

/** One query reads so many. */
const MOST = 1_000;

type Read = (access: MongoFilter, ids: readonly string[]) => Promise<StoredDocument[]>;

/** What is asked for by its id in one tick is read together: many runs of work look at the same records. */
export class ReadTogether {
  readonly #read: Read;
  readonly #waiting = new Map<string, (id: string) => Promise<StoredDocument | undefined>>();

  constructor(read: Read) {
    this.#read = read;
  }

  /** @param access - what the caller may see; only who may see the same is read for in one query */
  async read(access: MongoFilter, ids: readonly string[]): Promise<StoredDocument[]> {
    const key = JSON.stringify(access);
    const one = this.#waiting.get(key) ?? this.#reader(access);
    this.#waiting.set(key, one);
    try {
      return (await Promise.all(ids.map(one))).flatMap((document) => document ?? []);
    } finally {
      this.#waiting.delete(key);
    }
  }

  #reader(access: MongoFilter) {
    return inOneTick(
      async (ids: readonly string[]) => {
        const found = await this.#read(access, [...new Set(ids)]);
        const byId = new Map(found.map((document) => [document._id, document]));
        return ids.map((id) => byId.get(id));
      },
      { most: MOST },
    );
  }
}
