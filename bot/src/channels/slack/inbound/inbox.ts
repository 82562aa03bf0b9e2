import { InvalidError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { WebClient } from '@slack/web-api';
import type { ChannelHandlers, Sender } from '../../../channel.ts';
import { InOrder } from '../../../channel-kit/in-order.ts';
import type { SeenEvents } from '../../../channel-kit/seen-events.ts';
import { addressOf, type Target } from '../address.ts';
import { EngagedThreads } from './engaged-threads.ts';
import { SlackPeople } from './people.ts';
import { mentionedUsers, plainText } from './plain-text.ts';
import {
  type CommandBody,
  commandBodySchema,
  type EventBody,
  eventBodySchema,
  type MessageEvent,
} from './slack.schema.ts';

/** What counts as a person's message; edits, joins and the like have other subtypes. */
const SPOKEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

export interface InboxOptions {
  client: WebClient;
  seen: SeenEvents;
  handlers(): ChannelHandlers;
  /** Ours, from `auth.test`. */
  botUserId(): Promise<string | undefined>;
}

/** Turns what Slack sends into messages: who, where, and what was said. It runs after Slack has its answer. */
export class SlackInbox {
  readonly people: SlackPeople;
  readonly #options: InboxOptions;
  readonly #threads: EngagedThreads;
  readonly #order = new InOrder();

  constructor(options: InboxOptions) {
    this.#options = options;
    this.people = new SlackPeople(options.client);
    this.#threads = new EngagedThreads(options.client);
  }

  /** A message or a mention; a mention in a channel comes as both. */
  async event(body: unknown): Promise<void> {
    const parsed = eventBodySchema.safeParse(body);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'slack event is not understood');
    const { user, bot_id: botId, subtype, channel } = parsed.data.event;
    if (!user || botId || !SPOKEN.has(subtype)) return;
    // Slack has its answer already and may send the next message while this one's writer is looked up
    await this.#order.run(channel, () => this.#take(parsed.data, user));
  }

  async #take(body: EventBody, user: string): Promise<void> {
    const { event, event_id: eventId, authorizations } = body;
    const { ts } = event;
    const teamId = body.team_id ?? body.enterprise_id ?? '';
    const botUserId = authorizations?.find((one) => one.is_bot)?.user_id ?? (await this.#options.botUserId());
    if (user === botUserId || !(await this.#isForUs(event, botUserId))) return;
    const keys = [`event:${eventId}`, `message:${teamId}:${event.channel}:${ts}`];
    await this.#options.seen.once(keys, async () => {
      const sender = await this.sender(user, teamId, event.user_team);
      if (!sender) return;
      const isDirect = event.channel_type === 'im';
      const threadTs = event.thread_ts ?? (isDirect ? undefined : ts);
      const target: Target = { teamId, channelId: event.channel, ...(threadTs && { threadTs }) };
      if (threadTs && !isDirect) this.#threads.engage(event.channel, threadTs);
      await this.#options.handlers().message({
        channel: 'slack',
        externalId: `${event.channel}:${ts}`,
        sender,
        thread: addressOf(target),
        text: await this.#textOf(event.text, teamId, botUserId),
      });
    });
  }

  /** `/clianta <anything>`. */
  async command(body: unknown): Promise<void> {
    const command: CommandBody = commandBodySchema.parse(body);
    const { team_id: teamId, channel_id: channelId, user_id: userId } = command;
    await this.#options.seen.once([`command:${command.trigger_id}`], async () => {
      const sender = await this.sender(userId, teamId);
      if (!sender) return;
      await this.#options.handlers().message({
        channel: 'slack',
        externalId: `command:${command.trigger_id}`,
        sender,
        thread: addressOf({ teamId, channelId, userId, responseUrl: command.response_url }),
        text: await this.#textOf(command.text, teamId, undefined),
      });
    });
  }

  /** Undefined for a bot. */
  async sender(userId: string, teamId: string, userTeam?: string): Promise<Sender | undefined> {
    if (!teamId) throw new InvalidError('The Slack request names no workspace.');
    const person = await this.people.find(userId, teamId);
    if (person.isBot) return undefined;
    return {
      externalTeamId: userTeam ?? teamId,
      externalUserId: userId,
      ...(person.email && { email: person.email }),
      ...(person.name && { name: person.name }),
    };
  }

  async #isForUs(event: MessageEvent, botUserId: string | undefined): Promise<boolean> {
    if (event.type === 'app_mention' || event.channel_type === 'im') return true;
    if (botUserId && mentionedUsers(event.text).includes(botUserId)) return true;
    if (!event.thread_ts) return false;
    return this.#threads.isEngaged(event.channel, event.thread_ts, botUserId);
  }

  async #textOf(text: string, teamId: string, botUserId: string | undefined): Promise<string> {
    const ids = mentionedUsers(text).filter((id) => id !== botUserId);
    const names = await Promise.all(
      ids.map(async (id): Promise<[string, string]> => [id, (await this.people.find(id, teamId)).name ?? id]),
    );
    return plainText(text, botUserId, new Map(names));
  }
}
