import type { mongo } from 'mongoose';
import type { Entity } from '../entity/define-entity.ts';
import type { OutboxEntry, StoredDocument } from '../entity/outbox.ts';
import type { RecordStore } from '../entity/record-store.ts';

interface Settlement {
  recordId: string;
  entryId: string;
  resolve(): void;
  reject(error: unknown): void;
}

const BATCH = 500;

/** Takes entries out of their documents' outboxes, many documents in one command. */
export class OutboxSettler {
  readonly #store: RecordStore;
  readonly #waiting = new Map<string, Settlement[]>();
  readonly #busy = new Set<string>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  /** Resolves once the entry is gone from the document. */
  settle(write: { entity: Entity; document: StoredDocument; entry: OutboxEntry }): Promise<void> {
    const name = write.entity.name;
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(name) ?? [];
      waiting.push({ recordId: write.document._id, entryId: write.entry.id, resolve, reject });
      this.#waiting.set(name, waiting);
      if (this.#busy.has(name)) return;
      this.#busy.add(name);
      // lets everything that is settled in this tick come along
      setImmediate(() => void this.#run(name, waiting));
    });
  }

  async #run(name: string, waiting: Settlement[]): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      try {
        await this.#take(name, batch);
        for (const settlement of batch) settlement.resolve();
      } catch (error) {
        for (const settlement of batch) settlement.reject(error);
      }
    }
    this.#busy.delete(name);
  }

  async #take(name: string, batch: readonly Settlement[]): Promise<void> {
    type Operation = mongo.AnyBulkWriteOperation<StoredDocument>;
    const collection = this.#store.model(name).collection;
    const write = (operations: Operation[]) => collection.bulkWrite(operations as never[], { ordered: true });
    // nearly always the entry is alone: one command then takes the whole outbox away
    const alone = await write(
      batch.map(({ recordId, entryId }) => ({
        updateOne: {
          filter: { _id: recordId, outbox: { $size: 1 }, 'outbox.id': entryId },
          update: { $unset: { outbox: '' } },
        },
      })),
    );
    if (alone.matchedCount === batch.length) return;
    await write([
      ...batch.map(
        ({ recordId, entryId }): Operation => ({
          updateOne: { filter: { _id: recordId }, update: { $pull: { outbox: { id: entryId } as never } } },
        }),
      ),
      ...[...new Set(batch.map(({ recordId }) => recordId))].map(
        (recordId): Operation => ({
          updateOne: { filter: { _id: recordId, outbox: { $size: 0 } }, update: { $unset: { outbox: '' } } },
        }),
      ),
    ]);
  }
}
