import type { Posted } from '@clianta/agents/conversation/conversation-listener';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { ApprovalCard, ChoiceCard, Reply } from '@clianta/agents/reply.schema';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { logger } from '@clianta/crm-core/logger';
import type { Channel, ChannelHandlers, Receipt, Recipient, ToldAt } from '../../channel.ts';
import { addressOf, type Target, targetOf } from './address.ts';
import type { ChannelMemory } from './channel-memory.ts';
import { type InteractionAnswer, isUsable } from './outbound/interaction-answer.ts';
import type { DiscordPoster, Place, StandingPlace } from './outbound/poster.ts';
import { Streams } from './outbound/streams.ts';
import { RecentMap } from './recent-map.ts';
import type { DiscordMessage } from './render/discord-message.ts';
import { renderDecidable, renderNotice, renderReply } from './render/render.ts';

const MOST_PLACES = 2_000;
/** Discord shows that somebody types for ten seconds. */
const TYPING_MS = 8_000;

/** The connection to Discord, which brings what comes in. */
export interface DiscordConnection {
  open(): void;
  isOpen(): boolean;
  close(): Promise<void>;
}

/** Discord, as the rest of the bot sees it: what comes in goes to the handlers, replies go out as components. */
export class DiscordChannel implements Channel {
  readonly name = 'discord';
  readonly #poster: DiscordPoster;
  readonly #memory: ChannelMemory;
  readonly #streams: Streams;
  readonly #places = new RecentMap<Place>(MOST_PLACES);
  readonly #typing = new RecentMap<number>(MOST_PLACES);
  /** Inputs that are being stored: their turns may be over before it is known which they are. */
  readonly #handing = new Set<Promise<unknown>>();
  #handlers: ChannelHandlers | undefined;
  connection: DiscordConnection | undefined;
  isStopping = false;

  constructor(poster: DiscordPoster, memory: ChannelMemory) {
    this.#poster = poster;
    this.#memory = memory;
    this.#streams = new Streams(poster, memory);
  }

  /** What incoming things are handed to. @throws Error before the start */
  get handlers(): ChannelHandlers {
    if (!this.#handlers) throw new Error('The Discord channel has not been started.');
    return this.#handlers;
  }

  async start(on: ChannelHandlers): Promise<void> {
    this.#handlers = on;
    this.connection?.open();
  }

  /**
   * Hands an input over; a refusal is an answer where it came from.
   *
   * @param answer - of the interaction that brought it
   */
  async hand(
    thread: ThreadAddress,
    take: (on: ChannelHandlers) => Promise<Receipt>,
    answer?: InteractionAnswer,
  ): Promise<void> {
    const handing = take(this.handlers).then(async (receipt) => {
      if (!receipt.isTaken)
        await this.#post(targetOf(thread), { text: receipt.problem.message, cards: [] }, answer);
      else if (answer) await this.#memory.expect(receipt.turnId, answer);
    });
    const settled = handing.catch(() => {});
    this.#handing.add(settled);
    await settled.finally(() => this.#handing.delete(settled));
    await handing;
  }

  /** Typing, the steps of a plan, and text as it grows. */
  async show(to: ThreadAddress, turnId: string, event: TurnEvent): Promise<void> {
    const target = targetOf(to);
    if (event.type === 'text') this.#streams.add(turnId, target, event.delta);
    if (event.type !== 'status') return;
    const { step, text: title } = event;
    if (step) this.#streams.step(turnId, target, step.id, { state: step.state, title });
    if (target.kind !== 'private') await this.typing(target.channelId);
  }

  async typing(channelId: string): Promise<void> {
    const now = Date.now();
    if (now - (this.#typing.get(channelId) ?? 0) < TYPING_MS) return;
    this.#typing.set(channelId, now);
    await this.#poster.typing(channelId);
  }

  async send(to: ThreadAddress, reply: Reply, turnId: string): Promise<Posted> {
    await Promise.all(this.#handing);
    const answer = turnId ? await this.#memory.answerOf(turnId) : undefined;
    const posted = await this.#post(targetOf(to), reply, answer, turnId);
    this.#typing.delete(targetOf(to).channelId);
    if (turnId) await this.#memory.told(turnId);
    return posted;
  }

  async #post(target: Target, reply: Reply, answer?: InteractionAnswer, turnId = ''): Promise<Posted> {
    const parts: string[] = [];
    const places: Record<string, string> = {};
    let streamed = turnId ? await this.#streams.finish(turnId) : undefined;
    for (const [at, message] of renderReply(reply).entries()) {
      await this.#memory.keep(message.kept);
      const once = turnId && `${turnId}:${at}`;
      const place = await this.#put(target, message, { at, once, answer, streamed });
      streamed = undefined;
      if (message.cardId) await this.remember(message.cardId, place);
      if (!('channelId' in place)) continue;
      parts.push(idOf(place));
      if (message.cardId) places[message.cardId] = idOf(place);
      if (target.kind === 'channel' && target.replyTo)
        await this.#memory.rooted(place.messageId, target.replyTo);
    }
    return {
      externalId: parts.at(-1) ?? '',
      ...(parts.length > 1 && { parts }),
      ...(Object.keys(places).length > 0 && { places }),
    };
  }

  async #put(
    target: Target,
    message: DiscordMessage,
    by: { at: number; once: string; answer?: InteractionAnswer | undefined; streamed?: Place | undefined },
  ): Promise<Place> {
    if (by.streamed && isEditable(by.streamed)) {
      try {
        await this.#poster.redraw(by.streamed, message);
        return by.streamed;
      } catch (err) {
        logger.info({ err }, 'discord message with the partial text is gone');
      }
    }
    if (by.answer && isUsable(by.answer)) {
      try {
        return await this.#poster.answer(by.answer, message, by.at === 0);
      } catch (err) {
        logger.info({ err }, 'discord interaction takes no answer any more');
      }
    }
    return this.#poster.post(target, message, by.once || undefined);
  }

  /** Answers an interaction outside of any conversation. @throws UpstreamError */
  async answer(answer: InteractionAnswer, reply: Reply): Promise<void> {
    for (const [at, message] of renderReply(reply).entries()) {
      await this.#memory.keep(message.kept);
      await this.#poster.answer(answer, message, at === 0);
    }
  }

  async settle(_to: ThreadAddress, card: ApprovalCard | ChoiceCard, stored?: string): Promise<void> {
    const cardId = card.type === 'choice' ? card.choiceId : card.approvalId;
    try {
      // what this process has seen is newer: a click comes with the place of its message
      const place = this.#places.get(cardId) ?? placeOf(stored) ?? (await this.#memory.placeOf(cardId));
      const message = renderDecidable(card).at(-1);
      if (!place || !message) return;
      await this.#memory.keep(message.kept);
      await this.#poster.redraw(place, message);
      if (/^(pending|approved|open)$/.test(card.status)) return;
      this.#places.delete(cardId);
      if ('answer' in place) await this.#memory.unplaced(cardId);
    } catch (error) {
      logger.warn({ err: error, cardId }, 'discord card could not be redrawn');
    }
  }

  /** A direct message; Discord refuses it where the person takes none from the app. */
  async tell(
    { externalUserId }: Recipient,
    { title, body }: Pick<NoticeRecord, 'title' | 'body'>,
  ): Promise<ToldAt> {
    const channelId = await this.#poster.directChannel(externalUserId);
    const target: Target = { guildId: '', channelId, kind: 'direct' };
    const parts: string[] = [];
    for (const message of renderNotice(title, body)) {
      const place = await this.#poster.post(target, message);
      if ('channelId' in place) parts.push(idOf(place));
    }
    return { address: addressOf(target), parts };
  }

  async remove(_from: ThreadAddress, externalId: string): Promise<boolean> {
    const place = placeOf(externalId);
    return place !== undefined && this.#poster.remove(place);
  }

  /** Where a card stands, so that it can be redrawn once it is decided. */
  async remember(cardId: string, place: Place): Promise<void> {
    this.#places.set(cardId, place);
    if ('answer' in place) await this.#memory.placed(cardId, place);
  }

  isConnected(): boolean {
    return this.connection?.isOpen() ?? false;
  }

  /** What comes from now on is not taken; what is under way is finished by the handlers before. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.#streams.stop();
    await this.connection?.close();
  }
}

const isEditable = (place: Place) => !('answer' in place) || isUsable(place.answer);

/** `123:456` */
const idOf = ({ channelId, messageId }: StandingPlace): string => `${channelId}:${messageId}`;

/** As `idOf` has made it. */
function placeOf(stored: string | undefined): StandingPlace | undefined {
  const [channelId, messageId] = stored?.split(':') ?? [];
  return channelId && messageId ? { channelId, messageId } : undefined;
}
