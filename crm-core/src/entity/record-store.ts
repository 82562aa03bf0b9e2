import type { Connection, Model, mongo } from 'mongoose';
import type { Entity } from './define-entity.ts';
import { mongooseSchemaOf } from './mongoose-schema.ts';
import type { OutboxEntry, StoredDocument } from './outbox.ts';
import { limitReads, READ_MS } from './read-budget.ts';

/** Told of each committed write, before the write is acknowledged to the caller. */
export type WriteListener = (write: { entity: Entity; document: StoredDocument; entry: OutboxEntry }) => void;

/** The models of all entities on one connection, and who listens to their writes. */
export class RecordStore {
  readonly connection: Connection;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly #models = new Map<string, Model<StoredDocument>>();
  readonly #listeners = new Set<WriteListener>();

  /** @param readMs - how long a read may keep the database busy */
  constructor(connection: Connection, entities: readonly Entity[], readMs = READ_MS) {
    this.connection = connection;
    this.entities = new Map(entities.map((entity) => [entity.name, entity]));
    for (const entity of entities) {
      const schema = mongooseSchemaOf(entity);
      limitReads(schema, readMs);
      this.#models.set(entity.name, connection.model<StoredDocument>(entity.name, schema as never));
    }
  }

  entity(name: string): Entity {
    const entity = this.entities.get(name);
    if (!entity) throw new Error(`No entity "${name}" is registered.`);
    return entity;
  }

  model(entity: Entity | string): Model<StoredDocument> {
    const name = typeof entity === 'string' ? entity : entity.name;
    const model = this.#models.get(name);
    if (!model) throw new Error(`No entity "${name}" is registered.`);
    return model;
  }

  onWrite(listener: WriteListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(write: Parameters<WriteListener>[0]): void {
    for (const listener of this.#listeners) listener(write);
  }

  /** Creates every index that is missing; a collection is read once, however many of its indexes are. */
  async ensureIndexes(): Promise<void> {
    await Promise.all(
      [...this.#models.values()].map(({ schema, collection }) => {
        const indexes = schema
          .indexes()
          .map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription);
        return indexes.length > 0 && collection.createIndexes(indexes);
      }),
    );
  }
}
