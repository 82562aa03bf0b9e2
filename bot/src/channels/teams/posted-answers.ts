import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChannelStore } from '../../channel-kit/channel-host.ts';
import { NotTakenError } from './put-off.ts';

const postedSchema = z.object({
  turnId: z.string(),
  /** Of the answer; absent while it is made. */
  hash: z.string().optional(),
  /** The activities of its messages, in order. */
  ids: z.array(z.string()),
  /** One more was being posted: whether Teams took it is not known, nor its id. */
  isUnsure: z.boolean().optional(),
  /** The place of the message that says that it may stand twice. */
  againAt: z.number().optional(),
});
type Posted = z.infer<typeof postedSchema>;

/** What stands in Teams of an answer that is to be posted. */
export interface Standing {
  ids: readonly string[];
  /** The next one may stand as well. */
  isUnsure: boolean;
  /** The place of the one that says that it may stand twice: it goes on to say so when it is changed. */
  againAt?: number | undefined;
  /** It was not finished: what stands is the beginning. */
  isBegun: boolean;
}

const NOTHING: Standing = { ids: [], isUnsure: false, isBegun: false };

/** An answer, in the conversation it stands in. */
export interface AnswerKey {
  threadId: string;
  turnId: string;
  /** What it says; undefined while it is made. */
  answer?: unknown;
}

/**
 * Which messages of the newest answer of a conversation stand in Teams, so that a process that goes on after another
 * ended changes those instead of posting them again. Teams itself cannot be asked for what a bot has posted.
 */
export class PostedAnswers {
  readonly #store: ChannelStore;
  /** What could not be stored, for a second attempt of this process. */
  readonly #unstored = new Map<string, Posted>();

  constructor(store: ChannelStore) {
    this.#store = store;
  }

  /** The messages of this very answer that stand already, or the one in which it was begun. */
  async of({ threadId, turnId, answer }: AnswerKey): Promise<Standing> {
    const kept = this.#unstored.get(threadId) ?? (await this.#store.get(keyOf(threadId)));
    const known = postedSchema.safeParse(kept).data;
    if (known?.turnId !== turnId) return NOTHING;
    const { ids, hash, isUnsure = false, againAt } = known;
    if (hash !== undefined && hash !== hashOf(answer)) return NOTHING;
    return { ids, isUnsure, againAt, isBegun: hash === undefined };
  }

  /** Now these stand; the rest is as it was known before. */
  async stand(key: AnswerKey, ids: readonly string[], { isUnsure, againAt }: Standing): Promise<void> {
    await this.#set(key, { ids: [...ids], isUnsure, againAt });
  }

  /**
   * Posts one more message behind those that stand. That it is being posted is stored first: who goes on after a process
   * that died in between knows that it may stand.
   *
   * @throws NotTakenError
   */
  async post(
    key: AnswerKey,
    { ids, againAt }: { ids: readonly string[]; againAt?: number | undefined },
    post: () => Promise<string>,
  ): Promise<string> {
    const before = { ids: [...ids], againAt };
    await this.#set(key, { ...before, isUnsure: true });
    const id = await post().catch(async (error: unknown) => {
      if (error instanceof NotTakenError && !error.isUnsure) await this.#set(key, before);
      throw error;
    });
    if (id) await this.#set(key, { ids: [...ids, id], againAt });
    return id;
  }

  async #set({ threadId, turnId, answer }: AnswerKey, more: Omit<Posted, 'turnId' | 'hash'>): Promise<void> {
    const posted: Posted = { turnId, hash: hashOf(answer), ...more };
    this.#unstored.set(threadId, posted);
    await this.#store.set(keyOf(threadId), posted);
    this.#unstored.delete(threadId);
  }
}

const keyOf = (threadId: string): string => `posted:${threadId}`;

const hashOf = (answer: unknown): string | undefined =>
  answer === undefined ? undefined : createHash('sha256').update(JSON.stringify(answer)).digest('base64url');
