import { createHash } from 'node:crypto';
import type { Posted } from '@clianta/agents/conversation/conversation-listener';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { ApprovalCard, ChoiceCard, Reply } from '@clianta/agents/reply.schema';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { logger } from '@clianta/crm-core/logger';
import type { Channel, ChannelHandlers, Receipt, Recipient, ToldAt } from '../../channel.ts';
import type { SeenStore } from '../../channel-kit/seen-events.ts';
import { addressOf, type Target, targetOf } from './address.ts';
import type { LiveAnswers } from './outbound/live-answers.ts';
import type { Place, SlackPoster, StandingPlace } from './outbound/poster.ts';
import { clip, LIMITS } from './render/limits.ts';
import { escapeText } from './render/mrkdwn.ts';
import { renderReply } from './render/render.ts';
import { renderApproval } from './render/render-approval.ts';
import { section } from './render/render-blocks.ts';
import { renderChoice } from './render/render-choice.ts';
import { feedbackButtons } from './render/render-feedback.ts';
import type { SlackMessage } from './render/slack-message.ts';
import type { SlackTeams } from './teams.ts';

/** Proposals and questions whose message is remembered. */
const MOST_PLACES = 2_000;
/** Commands whose newest answering address is remembered. */
const MOST_ADDRESSES = 2_000;

export interface SlackChannelOptions {
  teams: SlackTeams;
  poster: SlackPoster;
  live: LiveAnswers;
  /** What was posted stays posted, when its answer is sent again. */
  seen: SeenStore;
}

/** Slack, as the rest of the bot sees it: what comes in goes to the handlers, replies go out as Block Kit. */
export class SlackChannel implements Channel {
  readonly name = 'slack';
  readonly #teams: SlackTeams;
  readonly #poster: SlackPoster;
  readonly #live: LiveAnswers;
  readonly #seen: SeenStore;
  readonly #places = new Map<string, Place>();
  readonly #newestUrl = new Map<string, string>();
  readonly #statuses = new Map<string, string>();
  #handlers: ChannelHandlers | undefined;
  #canShowStatus = true;
  isStopping = false;
  /** What Slack sends comes over it, where it does not call us. */
  socket: { start(): Promise<void>; stop(): Promise<void> } | undefined;
  /** What was acknowledged and is not handed on yet. */
  journal: { start(): void; stop(): void } | undefined;
  /** Redraws what else shows a card, once it is decided. */
  onSettled: (cardId: string) => Promise<void> = async () => {};

  constructor({ teams, poster, live, seen }: SlackChannelOptions) {
    this.#teams = teams;
    this.#poster = poster;
    this.#live = live;
    this.#seen = seen;
  }

  /** What incoming things are handed to. @throws Error before the start */
  get handlers(): ChannelHandlers {
    const handlers = this.#handlers;
    if (!handlers) throw new Error('The Slack channel has not been started.');
    return {
      ...handlers,
      message: (message) => this.#hand(message.thread, () => handlers.message(message)),
      decision: (decision) => this.#hand(decision.thread, () => handlers.decision(decision)),
      choice: (choice) => this.#hand(choice.thread, () => handlers.choice(choice)),
      undo: (undo) => this.#hand(undo.thread, () => handlers.undo(undo)),
      call: (call) => this.#hand(call.thread, () => handlers.call(call)),
    };
  }

  async start(on: ChannelHandlers): Promise<void> {
    this.#handlers = on;
    this.journal?.start();
    await this.socket?.start();
  }

  /** A status line in the thread, where Slack has one; it disappears with the answer. */
  async show(to: ThreadAddress, turnId: string, event: TurnEvent): Promise<void> {
    this.#live.show(targetOf(to), turnId, event);
    const { teamId, channelId, threadTs, responseUrl } = targetOf(to);
    if (event.type !== 'status' || !threadTs || responseUrl || !this.#canShowStatus) return;
    const status = clip(event.text, LIMITS.statusText);
    const key = `${channelId}:${threadTs}`;
    if (this.#statuses.get(key) === status) return;
    this.#statuses.set(key, status);
    try {
      const { client } = await this.#teams.of(teamId);
      await client.assistant.threads.setStatus({ channel_id: channelId, thread_ts: threadTs, status });
    } catch (error) {
      // the app lacks the scope, or the thread is of a kind without a status: nothing is lost
      if (String(error).includes('missing_scope')) this.#canShowStatus = false;
      logger.info({ err: error }, 'slack shows no status here');
    }
  }

  async send(to: ThreadAddress, reply: Reply, turnId: string): Promise<Posted> {
    const known = targetOf(to);
    const responseUrl = known.responseUrl && (this.#newestUrl.get(urlKey(to)) ?? known.responseUrl);
    const target = { ...known, ...(responseUrl && { responseUrl }) };
    this.#statuses.delete(`${known.channelId}:${known.threadTs}`);
    const parts: string[] = [];
    const places: Record<string, string> = {};
    const messages = renderReply(reply);
    if (turnId && !known.responseUrl) askWhatTheyThink(messages, turnId);
    for (const [at, message] of messages.entries()) {
      const mark = turnId && markOf(to, turnId, at, message);
      if (mark && (await this.#seen.has(mark))) continue;
      const begun = turnId && at === 0 ? await this.#live.finish(target, turnId, message) : undefined;
      const place = begun
        ? { teamId: target.teamId, channelId: begun.channelId, ts: begun.ts }
        : await this.#postOnce(target, message, mark);
      if (mark) await this.#seen.add(mark);
      if (begun) await this.#live.forget(turnId);
      if (message.cardId) this.remember(message.cardId, place);
      if (!('ts' in place)) continue;
      parts.push(idOf(place));
      if (message.cardId) places[message.cardId] = idOf(place);
    }
    return {
      externalId: parts.at(-1) ?? '',
      ...(parts.length > 1 && { parts }),
      ...(Object.keys(places).length > 0 && { places }),
    };
  }

  /** A process that ended may have posted it and not said so: then it is looked for first. */
  async #postOnce(target: Target, message: SlackMessage, mark: string): Promise<Place> {
    if (!mark || target.responseUrl) return this.#poster.post(target, message);
    const hash = hashOf(mark);
    const tried = `try:${hash}`;
    const found = (await this.#seen.has(tried)) ? await this.#poster.find(target, hash) : undefined;
    if (found) return found;
    await this.#seen.add(tried);
    return this.#poster.post(target, message, hash);
  }

  async settle(to: ThreadAddress, card: ApprovalCard | ChoiceCard, stored?: string): Promise<void> {
    const cardId = card.type === 'choice' ? card.choiceId : card.approvalId;
    // what this process has seen is newer: a click comes with the place of its message
    const place = this.#places.get(cardId) ?? placeOf(to.externalTeamId, stored);
    if (place) await this.#redraw(place, card, cardId);
    await this.onSettled(cardId);
  }

  async #redraw(place: Place, card: ApprovalCard | ChoiceCard, cardId: string): Promise<void> {
    try {
      await this.#poster.redraw(place, card.type === 'choice' ? renderChoice(card) : renderApproval(card));
      if (!/^(pending|approved|open)$/.test(card.status)) this.#places.delete(cardId);
    } catch (error) {
      logger.warn({ err: error, cardId }, 'slack card could not be redrawn');
    }
  }

  /** A direct message: Slack opens the conversation with the person when it is posted to them. */
  async tell(
    { externalTeamId, externalUserId }: Recipient,
    { title, body }: Pick<NoticeRecord, 'title' | 'body'>,
  ): Promise<ToldAt> {
    const text = [`*${escapeText(title)}*`, body && escapeText(body)].filter(Boolean).join('\n');
    const place = await this.#poster.post(
      { teamId: externalTeamId, channelId: externalUserId },
      { text: clip(text, LIMITS.sectionText), blocks: [section(clip(text, LIMITS.sectionText))] },
    );
    const channelId = 'ts' in place ? place.channelId : externalUserId;
    return {
      address: addressOf({ teamId: externalTeamId, channelId }),
      parts: 'ts' in place ? [idOf(place)] : [],
    };
  }

  async remove({ externalTeamId }: ThreadAddress, externalId: string): Promise<boolean> {
    const place = placeOf(externalTeamId, externalId);
    return place !== undefined && this.#poster.remove(place);
  }

  /** New requests are refused, so that Slack brings them again; those under way are finished by the handlers. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.journal?.stop();
    await this.socket?.stop();
  }

  remember(cardId: string, place: Place): void {
    keep(this.#places, MOST_PLACES, cardId, place);
  }

  /** A refusal is an answer in the thread. */
  async #hand(thread: ThreadAddress, take: () => Promise<Receipt>): Promise<Receipt> {
    // a slash command brings a fresh address to answer to; the conversation knows only its first one
    const url = thread.details?.responseUrl;
    if (url) keep(this.#newestUrl, MOST_ADDRESSES, urlKey(thread), url);
    const receipt = await take();
    if (!receipt.isTaken) await this.send(thread, { text: receipt.problem.message, cards: [] }, '');
    return receipt;
  }
}

/** Names one message of an answer: sent again it is the same. */
function markOf({ threadId }: ThreadAddress, turnId: string, at: number, message: SlackMessage): string {
  return `sent:${threadId}:${turnId}:${at}:${hashOf(JSON.stringify(message))}`;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Under the last message of an answer, where it has room and is no question itself. */
function askWhatTheyThink(messages: readonly SlackMessage[], turnId: string): void {
  const last = messages.at(-1);
  if (last && !last.cardId && last.blocks.length < LIMITS.blocks) last.blocks.push(feedbackButtons(turnId));
}

/** `C123:1700000000.000100` */
const idOf = ({ channelId, ts }: StandingPlace): string => `${channelId}:${ts}`;

/** As `idOf` has made it. */
function placeOf(teamId: string, stored: string | undefined): StandingPlace | undefined {
  const [channelId, ts] = stored?.split(':') ?? [];
  return channelId && ts ? { teamId, channelId, ts } : undefined;
}

function urlKey(thread: ThreadAddress): string {
  return `${thread.externalTeamId}:${thread.threadId}:${thread.details?.userId ?? ''}`;
}

/** Sets the value, as the newest; the oldest goes when there are too many. */
function keep<T>(map: Map<string, T>, most: number, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
