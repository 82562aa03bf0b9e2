import { logger } from '@clianta/crm-core/logger';
import { InOrder } from '../../../channel-kit/in-order.ts';
import { addressOf, type Target } from '../address.ts';
import type { SlackContext } from '../slack-context.ts';
import type { SlackTeam } from '../teams.ts';
import { EngagedThreads } from './engaged-threads.ts';
import { incomingFiles } from './files.ts';
import { mentionedUsers, plainText } from './plain-text.ts';
import { isSaidToOthers } from './said-to-others.ts';
import { type MessageBody, type MessageEvent, messageBodySchema } from './slack.schema.ts';
import { tenantOfEvent } from './tenant.ts';

/** What counts as a person's message; joins and the like have other subtypes. */
const SPOKEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
const AMENDED = new Set(['message_changed', 'message_deleted']);

export interface InboxOptions extends SlackContext {
  /** Whether our token may be sent to an address, for files. */
  isSlackUrl(url: string): boolean;
}

/** Turns what Slack sends into messages: who, where, and what was said. It runs after Slack has its answer. */
export class SlackInbox {
  readonly #options: InboxOptions;
  readonly #threads = new EngagedThreads();
  readonly #order = new InOrder();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** A message, a mention, or a change of one; a mention in a channel comes as both. */
  async event(body: unknown): Promise<void> {
    const parsed = messageBodySchema.safeParse(body);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'slack event is not understood');
    const { user, bot_id: botId, subtype, channel } = parsed.data.event;
    // Slack has its answer already and may send the next message while this one's writer is looked up
    if (subtype && AMENDED.has(subtype)) return this.#order.run(channel, () => this.#amend(parsed.data));
    if (!user || botId || !SPOKEN.has(subtype)) return;
    await this.#order.run(channel, () => this.#take(parsed.data, user));
  }

  async #take(body: MessageBody, user: string): Promise<void> {
    const { event, event_id: eventId } = body;
    const { ts } = event;
    const teamId = tenantOfEvent(body);
    const team = await this.#options.teams.of(teamId);
    const botUserId = ownUser(body) ?? (await team.botUserId());
    if (user === botUserId || !(await this.#isForUs(event, team, botUserId))) return;
    const keys = [`event:${eventId}`, `message:${teamId}:${event.channel}:${ts}`];
    await this.#options.seen.once(keys, async () => {
      const sender = await this.#options.senders.of(user, teamId, event.user_team);
      if (!sender) return;
      const target = targetOf(event, teamId, ts, event.thread_ts, user);
      if (target.threadTs && event.channel_type !== 'im')
        this.#threads.engage(event.channel, target.threadTs);
      const files = incomingFiles(event.files ?? [], team, this.#options.isSlackUrl);
      await this.#options.handlers().message({
        channel: 'slack',
        externalId: `${event.channel}:${ts}`,
        sender,
        thread: addressOf(target),
        text: await this.textOf(event.text, teamId, botUserId),
        ...(files.length > 0 && { files }),
      });
    });
  }

  /** What was edited or deleted: the message as it was says whether it was for us. */
  async #amend(body: MessageBody): Promise<void> {
    const { event, event_id: eventId } = body;
    const { message: now, previous_message: before, channel, deleted_ts: deletedTs } = event;
    const isDeleted = event.subtype === 'message_deleted' || now?.subtype === 'tombstone';
    const written = isDeleted ? before : now;
    const ts = deletedTs ?? written?.ts;
    if (!written?.user || written.bot_id || !ts) return;
    // a preview of a link was added
    if (!isDeleted && before?.text === written.text) return;
    const teamId = tenantOfEvent(body);
    const team = await this.#options.teams.of(teamId);
    const botUserId = ownUser(body) ?? (await team.botUserId());
    const threadTs = before?.thread_ts ?? written.thread_ts;
    const asItWas = {
      ...event,
      text: before?.text ?? written.text,
      ...(threadTs && { thread_ts: threadTs }),
    };
    if (written.user === botUserId || !(await this.#isForUs(asItWas, team, botUserId))) return;
    const { user } = written;
    await this.#options.seen.once([`event:${eventId}`], async () => {
      const sender = await this.#options.senders.of(user, teamId);
      if (!sender) return;
      await this.#options.handlers().amended({
        channel: 'slack',
        externalId: `${channel}:${ts}`,
        sender,
        thread: addressOf(targetOf(event, teamId, ts, threadTs, user)),
        ...(!isDeleted && { text: await this.textOf(written.text, teamId, botUserId) }),
      });
    });
  }

  async #isForUs(event: MessageEvent, team: SlackTeam, botUserId: string | undefined): Promise<boolean> {
    if (event.type === 'app_mention' || event.channel_type === 'im') return true;
    if (botUserId && mentionedUsers(event.text).includes(botUserId)) return true;
    if (!event.thread_ts || isSaidToOthers(event.text)) return false;
    return this.#threads.isEngaged(team, event.channel, event.thread_ts);
  }

  /** What was written, with names in the place of ids. */
  async textOf(text: string, teamId: string, botUserId: string | undefined): Promise<string> {
    const ids = mentionedUsers(text).filter((id) => id !== botUserId);
    const names = await Promise.all(
      ids.map(async (id): Promise<[string, string]> => [id, await this.#options.senders.nameOf(id, teamId)]),
    );
    return plainText(text, botUserId, new Map(names));
  }
}

const ownUser = ({ authorizations }: MessageBody) => authorizations?.find((one) => one.is_bot)?.user_id;

/** A direct message outside threads is one conversation; in a channel each message that is for us begins a thread. */
function targetOf(
  event: MessageEvent,
  teamId: string,
  ts: string,
  inThread: string | undefined,
  userId: string,
): Target {
  const threadTs = inThread ?? (event.channel_type === 'im' ? undefined : ts);
  return { teamId, channelId: event.channel, ...(threadTs && { threadTs, userId }) };
}
