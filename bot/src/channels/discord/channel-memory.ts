import type { FormCard } from '@clianta/agents/reply.schema';
import { z } from 'zod';
import type { ChannelStore } from '../../channel-kit/channel-host.ts';
import { type InteractionAnswer, interactionAnswerSchema } from './outbound/interaction-answer.ts';
import { RecentMap } from './recent-map.ts';
import type { Kept } from './render/discord-message.ts';

const MOST = 5_000;
const keptSchema = z.union([
  z.object({ say: z.string() }),
  z.object({ form: z.custom<FormCard>((value) => typeof value === 'object' && value !== null) }),
]);
const placeSchema = z.object({ answer: interactionAnswerSchema, messageId: z.string() });
const streamSchema = z.object({ channelId: z.string(), messageId: z.string() });
const heardSchema = z.object({ messageId: z.string(), guildId: z.string() });
export type Heard = z.output<typeof heardSchema> & { channelId: string };

/** What the channel has to know again after a restart, in the encrypted store; what is asked for often, in memory too. */
export class ChannelMemory {
  readonly #store: ChannelStore;
  readonly #kept = new RecentMap<z.output<typeof keptSchema>>(MOST);
  readonly #engaged = new RecentMap<boolean>(MOST);
  /** Heard since a session began of which it is not known yet what was missed before it. */
  #heardSince: Map<string, Heard> | undefined = new Map();

  constructor(store: ChannelStore) {
    this.#store = store;
  }

  /** What buttons stand for. */
  async keep(kept: readonly Kept[]): Promise<void> {
    for (const { key, ...meaning } of kept) {
      if (this.#kept.get(key)) continue;
      await this.#store.set(`kept:${key}`, meaning);
      this.#kept.set(key, meaning);
    }
  }

  async keptOf(key: string): Promise<z.output<typeof keptSchema> | undefined> {
    const known = this.#kept.get(key);
    if (known) return known;
    const found = keptSchema.safeParse(await this.#store.get(`kept:${key}`)).data;
    if (found) this.#kept.set(key, found);
    return found;
  }

  /** How the turn that an interaction began is answered. */
  expect(turnId: string, answer: InteractionAnswer): Promise<void> {
    return this.#store.set(`answer:${turnId}`, answer);
  }

  async answerOf(turnId: string): Promise<InteractionAnswer | undefined> {
    return interactionAnswerSchema.safeParse(await this.#store.get(`answer:${turnId}`)).data;
  }

  /** A turn is told: neither its interaction nor what was shown of it on the way is of use any more. */
  async told(turnId: string): Promise<void> {
    await Promise.all([this.#store.delete(`answer:${turnId}`), this.#store.delete(`stream:${turnId}`)]);
  }

  /** A proposal or question that only one person sees. */
  placed(cardId: string, place: z.output<typeof placeSchema>): Promise<void> {
    return this.#store.set(`place:${cardId}`, place);
  }

  async placeOf(cardId: string): Promise<z.output<typeof placeSchema> | undefined> {
    return placeSchema.safeParse(await this.#store.get(`place:${cardId}`)).data;
  }

  unplaced(cardId: string): Promise<void> {
    return this.#store.delete(`place:${cardId}`);
  }

  /** The message in which a turn's text grows. */
  streaming(turnId: string, place: z.output<typeof streamSchema>): Promise<void> {
    return this.#store.set(`stream:${turnId}`, place);
  }

  async streamOf(turnId: string): Promise<z.output<typeof streamSchema> | undefined> {
    return streamSchema.safeParse(await this.#store.get(`stream:${turnId}`)).data;
  }

  /** Clianta takes part in a thread: there an answer needs no mention. */
  async engage(threadId: string): Promise<void> {
    if (this.#engaged.get(threadId)) return;
    await this.#store.set(`engaged:${threadId}`, true);
    this.#engaged.set(threadId, true);
  }

  async isEngaged(threadId: string): Promise<boolean> {
    const known = this.#engaged.get(threadId);
    if (known !== undefined) return known;
    const isEngaged = (await this.#store.get(`engaged:${threadId}`)) === true;
    this.#engaged.set(threadId, isEngaged);
    return isEngaged;
  }

  /**
   * The newest message of a place that was taken: what came later is looked for after a restart. Until what was missed is
   * known it is kept back, so that it hides none of that.
   */
  async heard({ channelId, ...last }: Heard): Promise<void> {
    if (this.#heardSince) this.#heardSince.set(channelId, { channelId, ...last });
    else await this.#store.set(`heard:${channelId}`, last);
  }

  /** A session begins anew. */
  behind(): void {
    this.#heardSince ??= new Map();
  }

  /** What was missed has been asked for. */
  async caughtUp(): Promise<void> {
    const heard = [...(this.#heardSince?.values() ?? [])];
    this.#heardSince = undefined;
    for (const last of heard) await this.heard(last);
  }

  /** Places where people talk with us, each with the newest message that was taken. */
  async lastHeard(): Promise<Heard[]> {
    const keys = await this.#store.keys('heard:');
    const found = await Promise.all(
      keys.map(async (key) => {
        const last = heardSchema.safeParse(await this.#store.get(key)).data;
        return last ? [{ channelId: key.slice('heard:'.length), ...last }] : [];
      }),
    );
    return found.flat();
  }

  /** The message that began the conversation which a message of ours in a channel without threads belongs to. */
  rootOf(messageId: string): Promise<unknown> {
    return this.#store.get(`root:${messageId}`);
  }

  rooted(messageId: string, root: string): Promise<void> {
    return this.#store.set(`root:${messageId}`, root);
  }
}
