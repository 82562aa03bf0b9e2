import type { CrmCore } from '../crm-core.ts';
import { tenantOf } from '../entity/audit.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { OutboxEntry, StoredDocument } from '../entity/outbox.ts';
import { logger } from '../logger.ts';
import { eventsOf } from './catalogue.ts';
import type { EventTransport } from './event-transport.ts';
import { OutboxSettler } from './outbox-settler.ts';
import { within } from './within.ts';

export interface Write {
  entity: Entity;
  document: StoredDocument;
  entry: OutboxEntry;
}

/** Records relayed at the same time. */
const PARALLEL = 64;
/** Writes kept in memory; those beyond stay in their outbox for the sweeper. */
const MAX_WAITING = 10_000;

/**
 * Brings what the outboxes hold to the transport: for each write publishes its events, then takes the entry out of the
 * document. It never makes a writer wait, keeps the order of one record's writes, and loses nothing: an entry stays in
 * its document until the transport answers for its events.
 */
export class OutboxRelay {
  readonly #transport: EventTransport;
  readonly #settler: OutboxSettler;
  /** By record, in order of writing. */
  readonly #waiting = new Map<string, Write[]>();
  readonly #ready: string[] = [];
  readonly #busy = new Set<string>();
  /** Ids of the entries that are waiting or under way. */
  readonly #held = new Map<string, Promise<void>>();
  readonly #settled = new Map<string, () => void>();
  #isStopped = false;

  constructor(crm: CrmCore, transport: EventTransport) {
    this.#transport = transport;
    this.#settler = new OutboxSettler(crm.store);
  }

  /** Takes a write on and returns at once; a write that it has already is not taken twice. */
  take(write: Write): void {
    if (this.#isStopped || this.#held.has(write.entry.id) || this.#held.size >= MAX_WAITING) return;
    const key = `${write.entity.name} ${write.document._id}`;
    const entryId = write.entry.id;
    this.#held.set(entryId, new Promise((resolve) => this.#settled.set(entryId, resolve)));
    const waiting = this.#waiting.get(key);
    if (waiting) waiting.push(write);
    else {
      this.#waiting.set(key, [write]);
      if (!this.#busy.has(key)) this.#ready.push(key);
    }
    this.#pump();
  }

  /** Takes the writes on and waits until each is through or has failed. */
  async relay(writes: readonly Write[]): Promise<void> {
    for (const write of writes) this.take(write);
    await Promise.all(writes.map((write) => this.#held.get(write.entry.id)));
  }

  /** Waits until nothing is held, at most `timeoutMs`. */
  async drain(timeoutMs: number): Promise<void> {
    await within(Promise.all([...this.#held.values()]), timeoutMs);
  }

  stop(): void {
    this.#isStopped = true;
  }

  #pump(): void {
    while (this.#busy.size < PARALLEL) {
      const key = this.#ready.shift();
      if (key === undefined) return;
      const writes = this.#waiting.get(key);
      this.#waiting.delete(key);
      if (!writes) continue;
      this.#busy.add(key);
      void this.#deliver(writes).finally(() => {
        this.#busy.delete(key);
        if (this.#waiting.has(key)) this.#ready.push(key);
        this.#pump();
      });
    }
  }

  /** One record's writes in order; after a failure the later ones wait for the sweeper too. */
  async #deliver(writes: readonly Write[]): Promise<void> {
    const published: Write[] = [];
    try {
      for (const write of writes) {
        const { entity, document, entry } = write;
        const events = eventsOf(entity.name, tenantOf(entity, document), document._id, entry);
        await Promise.all(events.map((event) => this.#transport.publish('crm-events', event)));
        published.push(write);
      }
    } catch (error) {
      // while the process stops that is as it should be
      const level = this.#isStopped ? 'debug' : 'warn';
      logger[level]({ err: error, entity: writes[0]?.entity.name }, 'events stay in the outbox for now');
    }
    try {
      await Promise.all(published.map((write) => this.#settler.settle(write)));
    } catch (error) {
      logger.warn({ err: error, entity: writes[0]?.entity.name }, 'outbox entry stays for now');
    }
    for (const { entry } of writes) {
      this.#held.delete(entry.id);
      this.#settled.get(entry.id)?.();
      this.#settled.delete(entry.id);
    }
  }
}
