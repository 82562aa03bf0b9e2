import { setTimeout as wait } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { logger } from '../logger.ts';
import { type AuditSeal, type ChainHead, NO_HEAD, sealAfter } from './audit-seal.ts';
import type { StoredDocument } from './outbox.ts';
import type { RecordStore } from './record-store.ts';

/** Entries that are written by one command. */
const BATCH = 1_000;
/** How often others may have gone on with the chain first. */
const TRIES = 200;
const LONGEST_PAUSE_MS = 20;
/** Then the end of the log is noted, once for all that was written meanwhile. */
const NOTED_AFTER_MS = 500;

/** The newest entry of each workspace's chain, so that it is noticed when the end of the log is gone. */
export const AUDIT_HEADS = 'auditHeads';

interface Waiting {
  entries: StoredDocument[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Appends to the audit logs of workspaces, each of which is one chain. What comes at the same time in this process is
 * written together; where another process was first, the number is taken (a unique index) and the rest is sealed anew.
 */
export class AuditChain {
  readonly #store: RecordStore;
  /** By workspace, as far as this process knows. */
  readonly #heads = new Map<string, ChainHead>();
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #busy = new Set<string>();
  readonly #noting = new Set<string>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  get #log() {
    return this.#store.model('userAction').collection;
  }

  get #noted() {
    return this.#store.connection.collection<ChainHead & { _id: string }>(AUDIT_HEADS);
  }

  /** Resolves once the entries are in the log. Safe to repeat: an entry that is there already is left alone. */
  append(workspaceId: string, entries: StoredDocument[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(workspaceId) ?? [];
      waiting.push({ entries, resolve, reject });
      this.#waiting.set(workspaceId, waiting);
      if (!this.#busy.has(workspaceId)) void this.#run(workspaceId, waiting);
    });
  }

  /** The log of the workspace was taken away as a whole. */
  async forget(workspaceId: string): Promise<void> {
    this.#heads.delete(workspaceId);
    await this.#noted.deleteOne({ _id: workspaceId });
  }

  /** Where the log ends: the newest entry, or a later one that was noted and is gone. */
  async head(workspaceId: string): Promise<ChainHead> {
    const [newest, noted] = await Promise.all([
      this.#log.findOne({ workspaceId, isDeleted: false, seq: { $gt: 0 } } as never, {
        sort: { seq: -1 },
        projection: { seq: 1, 'seal.hash': 1 },
      }) as unknown as Promise<{ seq: number; seal: AuditSeal } | null>,
      this.#noted.findOne({ _id: workspaceId }),
    ]);
    const last = newest ? { seq: newest.seq, hash: newest.seal.hash } : NO_HEAD;
    return noted && noted.seq > last.seq ? { seq: noted.seq, hash: noted.hash } : last;
  }

  /**
   * Brings entries into the chain that were written without, in the order of their dates. Safe to repeat, and in two
   * processes at once.
   *
   * @returns how many
   */
  async sealStored(workspaceId: string): Promise<number> {
    let count = 0;
    for (let tries = 0; tries < TRIES; ) {
      const entries = await this.#log
        .find({ workspaceId, seq: { $exists: false } } as never)
        .sort({ at: 1, _id: 1 })
        .limit(BATCH)
        .toArray();
      if (entries.length === 0) return count;
      let head = await this.head(workspaceId);
      const writes = entries.map((entry) => {
        const { seq, seal } = sealAfter(head, entry as unknown as StoredDocument);
        head = { seq, hash: seal.hash };
        return {
          updateOne: { filter: { _id: entry._id, seq: { $exists: false } }, update: { $set: { seq, seal } } },
        };
      });
      try {
        const { matchedCount } = await this.#log.bulkWrite(writes as never[], { ordered: true });
        count += matchedCount;
      } catch (error) {
        if (!isTaken(error)) throw error;
        tries++;
      }
      this.#heads.delete(workspaceId);
    }
    throw new Error(`The audit log of ${workspaceId} is written too much to be put in order.`);
  }

  async #run(workspaceId: string, waiting: Waiting[]): Promise<void> {
    this.#busy.add(workspaceId);
    // lets everything that is written in this tick come along
    await undefined;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 1);
      let size = batch[0]?.entries.length ?? 0;
      for (let [next] = waiting; next && size + next.entries.length <= BATCH; [next] = waiting) {
        batch.push(next);
        size += next.entries.length;
        waiting.shift();
      }
      try {
        await this.#write(
          workspaceId,
          batch.flatMap(({ entries }) => entries),
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // one that the database refuses does not take the others with it
        if (batch.length === 1) batch[0]?.reject(error);
        else
          for (const one of batch)
            await this.#write(workspaceId, one.entries).then(one.resolve, (cause) => one.reject(cause));
      }
    }
    this.#busy.delete(workspaceId);
    this.#waiting.delete(workspaceId);
  }

  async #write(workspaceId: string, entries: readonly StoredDocument[]): Promise<void> {
    let left = entries;
    for (let tries = 0; left.length > 0; tries++) {
      let head = this.#heads.get(workspaceId) ?? (await this.head(workspaceId));
      const sealed = left.map((entry) => {
        const next = sealAfter(head, entry);
        head = { seq: next.seq, hash: next.seal.hash };
        return next;
      });
      try {
        await this.#log.insertMany(sealed as never[], { ordered: true });
        this.#heads.set(workspaceId, head);
        this.#note(workspaceId);
        return;
      } catch (error) {
        this.#heads.delete(workspaceId);
        if (!isTaken(error) || tries === TRIES) throw error;
        // the number is taken by another process, or the entry was copied before
        left = await this.#missing(left);
        if (tries > 0) await wait(Math.random() * LONGEST_PAUSE_MS);
      }
    }
  }

  async #missing(entries: readonly StoredDocument[]): Promise<StoredDocument[]> {
    const ids = entries.map(({ _id }) => _id);
    const found = await this.#log
      .find({ _id: { $in: ids } } as never)
      .project<{ _id: string }>({ _id: 1 })
      .toArray();
    const there = new Set(found.map(({ _id }) => _id));
    return entries.filter(({ _id }) => !there.has(_id));
  }

  /** Nobody waits for this: what is noted late only makes it noticed later. */
  #note(workspaceId: string): void {
    if (this.#noting.has(workspaceId)) return;
    this.#noting.add(workspaceId);
    const timer = setTimeout(async () => {
      const head = this.#heads.get(workspaceId);
      try {
        if (head)
          await this.#noted.updateOne(
            { _id: workspaceId, seq: { $lt: head.seq } },
            { $set: head },
            { upsert: true },
          );
      } catch (error) {
        // another process has noted a later one, or this one ends
        logger.debug({ err: error, workspaceId }, 'the end of the audit log is not noted');
      }
      this.#noting.delete(workspaceId);
      if (head && (this.#heads.get(workspaceId)?.seq ?? 0) > head.seq) this.#note(workspaceId);
    }, NOTED_AFTER_MS);
    // a process that ends does not wait for it
    timer.unref();
  }
}

const chains = new WeakMap<RecordStore, AuditChain>();

/** The one chain of audit entries for what is written through a store. */
export function auditChainOf(store: RecordStore): AuditChain {
  const chain = chains.get(store) ?? new AuditChain(store);
  chains.set(store, chain);
  return chain;
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return false;
  const writeErrors = [error.writeErrors].flat();
  return writeErrors.length > 0 && writeErrors.every(({ code }) => code === 11000);
}
