import type { RunnableConfig } from '@langchain/core/runnables';
import {
  BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  type PendingWrite,
} from '@langchain/langgraph-checkpoint';

interface Held {
  writes: Array<() => Promise<unknown>>;
  /** Set while they are being written; more may still be added to them. */
  written?: Promise<void>;
}

/**
 * Holds the checkpoints of a thread back until `persist`: a turn that only reads can be run again, so it need not be
 * written down. From `persist` on every checkpoint of the thread is written as it comes.
 */
export class DeferredSaver extends BaseCheckpointSaver {
  readonly #saver: BaseCheckpointSaver;
  /** By thread; one that is missing here is written at once. */
  readonly #held = new Map<string, Held>();

  constructor(saver: BaseCheckpointSaver) {
    super(saver.serde);
    this.#saver = saver;
  }

  /** The thread begins here, so nothing of it is stored yet. */
  defer(threadId: string): void {
    this.#held.set(threadId, { writes: [] });
  }

  /** Writes what was held back, in order. Afterwards the thread goes on from here if the process ends. */
  async persist(threadId: string): Promise<void> {
    const held = this.#held.get(threadId);
    if (!held) return;
    held.written ??= this.#write(threadId, held);
    await held.written;
  }

  /** What is still held back is not needed any more. */
  drop(threadId: string): void {
    this.#held.delete(threadId);
  }

  async #write(threadId: string, { writes }: Held): Promise<void> {
    for (let write = writes.shift(); write; write = writes.shift()) await write();
    this.#held.delete(threadId);
  }

  override put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { thread_id, checkpoint_ns = '' } = config.configurable ?? {};
    const saved = { configurable: { thread_id, checkpoint_ns, checkpoint_id: checkpoint.id } };
    return this.#orHold(config, saved, () => this.#saver.put(config, checkpoint, metadata, newVersions));
  }

  override putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath?: string,
  ): Promise<void> {
    return this.#orHold(config, undefined, () => this.#saver.putWrites(config, writes, taskId, taskPath));
  }

  override getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    return this.#saver.getTuple(config);
  }

  override list(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<CheckpointTuple> {
    return this.#saver.list(config, options);
  }

  override async deleteThread(threadId: string): Promise<void> {
    if (this.#held.has(threadId)) this.drop(threadId);
    else await this.#saver.deleteThread(threadId);
  }

  override getNextVersion(current: number | undefined): number {
    return this.#saver.getNextVersion(current) as number;
  }

  async #orHold<T>(config: RunnableConfig, whenHeld: T, write: () => Promise<T>): Promise<T> {
    const held = this.#held.get(String(config.configurable?.thread_id));
    if (!held) return write();
    held.writes.push(write);
    return whenHeld;
  }
}
