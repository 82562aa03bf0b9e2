import { UpstreamError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { DiscordAPIError, MessageFlags, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { Target } from '../address.ts';
import { takenSchema } from '../inbound/discord.schema.ts';
import { RecentMap } from '../recent-map.ts';
import { keyOf } from '../render/custom-id.ts';
import type { DiscordMessage } from '../render/discord-message.ts';
import { type InteractionAnswer, isUsable } from './interaction-answer.ts';

/** Where a message stands, to redraw it. */
export type Place =
  | StandingPlace
  /** One that a single person sees: only the interaction that made it, or a click on it, may change it. */
  | { answer: InteractionAnswer; messageId: string };

export type StandingPlace = { channelId: string; messageId: string };

/** A mention in a text notifies nobody. */
const QUIET = { allowed_mentions: { parse: [] } } as const;
/** Discord's nonce, at most. */
const NONCE = 25;
const MOST_DIRECT = 5_000;
const CLOSED =
  'My answer took longer than Discord keeps it to yourself, and you take no direct messages from me. Please ask again.';
const channelSchema = z.object({ id: z.string() });

/** Posts and redraws messages. A 429 is waited out by discord.js as long as Discord's headers say. */
export class DiscordPoster {
  readonly #rest: REST;
  readonly #applicationId: string;
  readonly #direct = new RecentMap<string>(MOST_DIRECT);

  constructor(rest: REST, applicationId: string) {
    this.#rest = rest;
    this.#applicationId = applicationId;
  }

  /**
   * @param once - names this message: posted again within minutes, Discord gives the one that is there
   * @throws UpstreamError when Discord does not take it
   */
  async post(target: Target, message: DiscordMessage, once?: string): Promise<Place> {
    if (target.kind === 'private' && target.userId)
      return this.#postPrivately(target.userId, target.channelId, message, once);
    const reply =
      target.kind === 'channel' && target.replyTo
        ? { message_reference: { message_id: target.replyTo, fail_if_not_exists: false } }
        : {};
    return this.#postIn(target.channelId, { ...bodyOf(message), ...reply }, once);
  }

  /** What only one person was to see goes to that person; who takes no direct messages is told where they asked. */
  async #postPrivately(
    userId: string,
    channelId: string,
    message: DiscordMessage,
    once?: string,
  ): Promise<Place> {
    try {
      return await this.#postIn(await this.directChannel(userId), bodyOf(message), once);
    } catch (err) {
      if (!isClosed(err)) throw err;
      const content = `<@${userId}> ${CLOSED}`;
      return this.#postIn(channelId, bodyOf({ content, components: [], kept: [] }), once);
    }
  }

  async #postIn(channelId: string, body: object, once: string | undefined): Promise<Place> {
    const nonce = once ? { nonce: keyOf(once).slice(0, NONCE), enforce_nonce: true } : {};
    const taken = await upstream(() =>
      this.#rest.post(Routes.channelMessages(channelId), { body: { ...body, ...nonce } }),
    );
    const { id, channel_id: postedIn } = takenSchema.parse(taken);
    return { channelId: postedIn, messageId: id };
  }

  /** Answers an interaction: in the place of "thinking…", or as a further message. @throws UpstreamError */
  async answer(answer: InteractionAnswer, message: DiscordMessage, isFirst: boolean): Promise<Place> {
    const { token } = answer;
    const body = bodyOf(message);
    if (isFirst && answer.isDeferred) {
      await this.#editAnswer(token, '@original', body);
      return { answer, messageId: '@original' };
    }
    const flags = body.flags | (answer.isPrivate ? MessageFlags.Ephemeral : 0);
    const taken = await upstream(() =>
      this.#rest.post(Routes.webhook(this.#applicationId, token), {
        auth: false,
        query: new URLSearchParams({ wait: 'true' }),
        body: { ...body, flags },
      }),
    );
    const { id, channel_id: channelId } = takenSchema.parse(taken);
    return answer.isPrivate ? { answer, messageId: id } : { channelId, messageId: id };
  }

  /** @throws UpstreamError when Discord does not take it */
  async redraw(place: Place, message: DiscordMessage): Promise<void> {
    const body = bodyOf(message);
    if ('answer' in place) {
      if (isUsable(place.answer)) await this.#editAnswer(place.answer.token, place.messageId, body);
      return;
    }
    // what was words alone may become components, for which the words have to go
    const words = message.content === undefined ? { content: null, embeds: null } : {};
    await upstream(() =>
      this.#rest.patch(Routes.channelMessage(place.channelId, place.messageId), {
        body: { ...body, ...words },
      }),
    );
  }

  /** @returns false where Discord does not let it be deleted @throws UpstreamError */
  async remove({ channelId, messageId }: StandingPlace): Promise<boolean> {
    try {
      await this.#rest.delete(Routes.channelMessage(channelId, messageId));
      return true;
    } catch (cause) {
      const isRefused = cause instanceof DiscordAPIError && cause.status < 500 && cause.status !== 429;
      if (!isRefused) throw new UpstreamError('Discord did not delete the message.', { cause });
      return cause.code === RESTJSONErrorCodes.UnknownMessage;
    }
  }

  #editAnswer(token: string, messageId: string, body: object): Promise<unknown> {
    const route = Routes.webhookMessage(this.#applicationId, token, messageId);
    return upstream(() => this.#rest.patch(route, { auth: false, body }));
  }

  /** The channel of a person's direct messages. @throws UpstreamError */
  async directChannel(userId: string): Promise<string> {
    const known = this.#direct.get(userId);
    if (known) return known;
    const made = await upstream(() =>
      this.#rest.post(Routes.userChannels(), { body: { recipient_id: userId } }),
    );
    const { id } = channelSchema.parse(made);
    this.#direct.set(userId, id);
    return id;
  }

  /** Never throws: a missing dot-dot-dot is no reason to fail. */
  async typing(channelId: string): Promise<void> {
    try {
      await this.#rest.post(Routes.channelTyping(channelId));
    } catch (err) {
      logger.info({ err, channelId }, 'discord shows no typing here');
    }
  }
}

function bodyOf({ content, components }: DiscordMessage) {
  return content === undefined
    ? { components, flags: MessageFlags.IsComponentsV2, ...QUIET }
    : // a link in an answer shows no preview
      { content, components, flags: MessageFlags.SuppressEmbeds, ...QUIET };
}

const isClosed = (err: unknown) =>
  err instanceof UpstreamError &&
  err.cause instanceof DiscordAPIError &&
  err.cause.code === RESTJSONErrorCodes.CannotSendMessagesToThisUser;

async function upstream<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const reason = cause instanceof DiscordAPIError ? `${cause.code}: ${cause.message}` : String(cause);
    throw new UpstreamError(`Discord did not take the message: ${reason}.`, { cause });
  }
}
