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

type Write = () => Promise<unknown>;

/** What of a thread is not written yet: its newest checkpoint, and what tasks have added to it since. */
interface Held {
  checkpoint?: Write;
  added: Write[];
  /** Set from the first write on: there is something to delete. */
  isStored: boolean;
  /** The writes that are under way. */
  writing: Promise<void>;
}

/**
 * Holds the checkpoints of a thread back until `persist`, and then writes only the newest: a turn is gone on with, never
 * looked back into, and one that only reads can simply run again. What comes after `persist` is held back again.
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
    this.#held.set(threadId, { added: [], isStored: false, writing: Promise.resolve() });
  }

  /** Writes where the thread stands. If the process ends, it goes on from here. */
  async persist(threadId: string): Promise<void> {
    const held = this.#held.get(threadId);
    if (!held) return;
    const { checkpoint, added } = held;
    delete held.checkpoint;
    held.added = [];
    held.writing = held.writing.then(async () => {
      if (checkpoint || added.length > 0) held.isStored = true;
      await checkpoint?.();
      for (const write of added) await write();
    });
    await held.writing;
  }

  /** What is still held back is not needed any more. */
  drop(threadId: string): void {
    this.#held.delete(threadId);
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const write = () => this.#saver.put(config, checkpoint, metadata, newVersions);
    const held = this.#heldOf(config);
    if (!held) return write();
    // what was added to the checkpoint before is part of this one
    held.checkpoint = write;
    held.added = [];
    const { thread_id, checkpoint_ns = '' } = config.configurable ?? {};
    return { configurable: { thread_id, checkpoint_ns, checkpoint_id: checkpoint.id } };
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath?: string,
  ): Promise<void> {
    const write = () => this.#saver.putWrites(config, writes, taskId, taskPath);
    const held = this.#heldOf(config);
    if (held) held.added.push(write);
    else await write();
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const held = this.#heldOf(config);
    // nothing of it was there before it began here
    return held && !held.isStored ? undefined : this.#saver.getTuple(config);
  }

  override list(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<CheckpointTuple> {
    return this.#saver.list(config, options);
  }

  override async deleteThread(threadId: string): Promise<void> {
    const held = this.#held.get(threadId);
    this.drop(threadId);
    await held?.writing;
    if (!held || held.isStored) await this.#saver.deleteThread(threadId);
  }

  override getNextVersion(current: number | undefined): number {
    return this.#saver.getNextVersion(current) as number;
  }

  #heldOf(config: RunnableConfig): Held | undefined {
    return this.#held.get(String(config.configurable?.thread_id));
  }
}
