import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChannelStore } from '../../channel-kit/channel-host.ts';

const postedSchema = z.object({
  turnId: z.string(),
  /** Of the answer; absent while it is made. */
  hash: z.string().optional(),
  /** The activities of its messages, in order. */
  ids: z.array(z.string()),
});
type Posted = z.infer<typeof postedSchema>;

/**
 * Which messages of the newest answer of a conversation stand in Teams, so that a process that goes on after another
 * ended changes those instead of posting them again. Teams itself cannot be asked for what a bot has posted.
 */
export class PostedAnswers {
  readonly #store: ChannelStore;

  constructor(store: ChannelStore) {
    this.#store = store;
  }

  /** An answer that is being made has a message already. */
  async begun(threadId: string, turnId: string, id: string): Promise<void> {
    await this.#set(threadId, { turnId, ids: [id] });
  }

  /** The messages of this very answer that stand already, or the one in which it was begun. */
  async of(threadId: string, turnId: string, answer: unknown): Promise<string[]> {
    const known = postedSchema.safeParse(await this.#store.get(keyOf(threadId))).data;
    if (known?.turnId !== turnId) return [];
    return known.hash === undefined || known.hash === hashOf(answer) ? known.ids : [];
  }

  async posted(threadId: string, turnId: string, answer: unknown, ids: string[]): Promise<void> {
    await this.#set(threadId, { turnId, hash: hashOf(answer), ids });
  }

  async #set(threadId: string, posted: Posted): Promise<void> {
    await this.#store.set(keyOf(threadId), posted);
  }
}

const keyOf = (threadId: string): string => `posted:${threadId}`;

const hashOf = (answer: unknown): string =>
  createHash('sha256').update(JSON.stringify(answer)).digest('base64url');
