import type { Connection } from 'mongoose';
import { newId } from '../../entity/ids.ts';
import { logger } from '../../logger.ts';
import type { BusLine, LineListener } from '../process-bus.ts';

/** How often a process looks for what others have said. */
const POLL_MS = 150;
/** How often one that is alone looks whether it still is. */
const ALONE_MS = 1_000;
/** Before something is said, a process that is alone looks again if it has not so lately; a new one waits so long. */
const FRESH_MS = 250;
/** How often a process says that it is there; four may be lost before it is forgotten. */
const BEAT_MS = 15_000;
/** What was said is kept so long, at least. */
const KEPT_SECONDS = 60;
const MOST_TEXTS = 200;

interface Peer {
  _id: string;
  /** The number of its newest batch. */
  sent: number;
  at: Date;
}

interface Batch {
  _id: string;
  from: string;
  n: number;
  texts: string[];
  at: Date;
}

/**
 * Batches of texts in the database, looked for several times a second: it works on every MongoDB, also on a single
 * server, which has no change streams. A process that is alone with its database says nothing.
 */
export class MongoLine implements BusLine {
  readonly #connection: Connection;
  readonly #name = newId();
  readonly #heard = new Map<string, number>();
  #listener: LineListener | undefined;
  #pending: string[] = [];
  #numbered = 0;
  #sent = 0;
  #hasPeers = false;
  #hasFailed = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #flushing: Promise<void> | undefined;
  #polling: NodeJS.Timeout | undefined;
  #beating: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  // what is news need not be on two disks
  get #peers() {
    return this.#connection.collection<Peer>('processes', { writeConcern: { w: 1 } });
  }

  get #batches() {
    return this.#connection.collection<Batch>('processMessages', { writeConcern: { w: 1 } });
  }

  send(text: string): void {
    this.#pending.push(text);
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
  }

  async listen(listener: LineListener): Promise<void> {
    this.#listener = listener;
    await this.#peers.createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
    await this.#batches.createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
    await this.#batches.createIndex({ from: 1, n: 1 });
    // others know of this one before it takes in anything
    await this.#beat();
    if ((await this.#others()).length > 0) await new Promise((resolve) => setTimeout(resolve, FRESH_MS));
    // what was said before is none of its business
    for (const { _id, sent } of await this.#others()) this.#heard.set(_id, sent);
    this.#beating = setInterval(() => {
      this.#beat().catch((err) => this.#fail(err));
    }, BEAT_MS).unref();
    this.#poll();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#polling);
    clearInterval(this.#beating);
    await this.#flushing;
    await this.#looking;
    await this.#peers.deleteOne({ _id: this.#name });
  }

  #poll(): void {
    const next = () => {
      if (this.#isClosed) return;
      this.#polling = setTimeout(() => this.#poll(), this.#hasPeers ? POLL_MS : ALONE_MS).unref();
    };
    void this.#look().then(next);
  }

  /** Takes in what others have said. Does not throw. */
  #look(): Promise<void> {
    this.#looking ??= this.#takeNews()
      .catch((err) => this.#fail(err))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #takeNews(): Promise<void> {
    const lookedAt = performance.now();
    const peers = await this.#others();
    const behind = peers.filter(({ _id, sent }) => sent > this.#heardOf(_id));
    if (behind.length > 0) {
      const news = behind.map(({ _id }) => ({ from: _id, n: { $gt: this.#heardOf(_id) } }));
      const batches = await this.#batches.find({ $or: news }).sort({ from: 1, n: 1 }).toArray();
      for (const { from, n, texts } of batches) {
        if (n > this.#heardOf(from) + 1) this.#listener?.lost();
        this.#heard.set(from, n);
        for (const text of texts) this.#listener?.text(text);
      }
    }
    for (const { _id, sent } of behind) {
      if (this.#heardOf(_id) >= sent) continue;
      this.#heard.set(_id, sent);
      this.#listener?.lost();
    }
    this.#hasPeers = peers.length > 0;
    this.#lookedAt = lookedAt;
    if (!this.#hasFailed) return;
    this.#hasFailed = false;
    this.#listener?.back();
  }

  #others(): Promise<Peer[]> {
    return this.#peers.find({ _id: { $ne: this.#name } }).toArray();
  }

  /** Of a process that has come since: all it has said. */
  #heardOf(name: string): number {
    return this.#heard.get(name) ?? 0;
  }

  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      if (!this.#hasPeers && performance.now() - this.#lookedAt > FRESH_MS) await this.#look();
      const texts = this.#pending.splice(0, MOST_TEXTS);
      if (!this.#hasPeers) continue;
      try {
        const n = ++this.#numbered;
        const _id = `${this.#name}/${n}`;
        await this.#batches.insertOne({ _id, from: this.#name, n, texts, at: new Date() });
        this.#sent = n;
        await this.#beat();
      } catch (err) {
        this.#fail(err);
      }
    }
  }

  async #beat(): Promise<void> {
    const beat = { sent: this.#sent, at: new Date() };
    await this.#peers.updateOne({ _id: this.#name }, { $set: beat }, { upsert: true });
  }

  #fail(err: unknown): void {
    if (!this.#hasFailed && !this.#isClosed) logger.warn({ err }, 'other processes cannot be told');
    this.#hasFailed = true;
  }
}
