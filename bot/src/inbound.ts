import {
  amendMessage,
  appendMessage,
  conversationOfThread,
  knownConversation,
  type NewMessage,
} from '@clianta/agents/conversation/conversations';
import { type Routed, routeDecision } from '@clianta/agents/conversation/decision-routing';
import { pressedLabel } from '@clianta/agents/conversation/pressed-label';
import { answeredOf, storedResult } from '@clianta/agents/conversation/stored-result';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { EventQueue } from '@clianta/agents/event-queue';
import type { AgentService } from '@clianta/agents/run-turn';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ProcessBus } from '@clianta/crm-core/events/process-bus';
import { logger } from '@clianta/crm-core/logger';
import type { Channel, ChannelName, ShownMessage } from './channel.ts';
import { channelHandlers } from './inbound/channel-handlers.ts';
import { type ChannelPulse, ChannelPulses } from './inbound/channel-pulse.ts';
import type { WorkspaceOf } from './inbound/identity.ts';
import { messageTopic, type TurnNews, turnTopic } from './inbound/process-topics.ts';
import { TurnQueue } from './inbound/turn-queue.ts';
import { TurnRunner } from './inbound/turn-runner.ts';
import { TurnWatchers } from './inbound/turn-watchers.ts';
import { type AddressOf, withLinks } from './inbound/with-links.ts';
import { Limits } from './limits/limits.ts';

/** Longest message; what is longer is refused with this number. */
const MAX_MESSAGE = 20_000;

/** As many as turns run at once in a process. */
const INTAKE_AT_ONCE = 16;

export interface InboundOptions {
  crm: CrmCore;
  service: AgentService;
  /** Names this process. */
  owner: string;
  /** Shared with other processes; without them this process counts alone. */
  limits?: Limits;
  queue?: TurnQueue;
  /** To the other processes on the same database; without it they learn from what is stored. */
  bus?: ProcessBus;
  workspaceOf: WorkspaceOf;
  /** Where records are found in the console; absent: its address is not known. */
  recordAddress?: AddressOf;
}

/** The path of a message: identity, rate limit, dedupe and storing; then its turn, one at a time a conversation. */
export class Inbound {
  readonly #options: InboundOptions;
  readonly #runner: TurnRunner;
  readonly #pulses: ChannelPulses;
  readonly #channels = new Map<ChannelName, Channel>();
  readonly #limits: Limits;
  readonly #queue: TurnQueue;
  /** Messages that are stored at once: what hundreds read and write together takes each of them too long. */
  readonly #intake = new TurnQueue({ atOnce: INTAKE_AT_ONCE });
  readonly #watchers: TurnWatchers;

  constructor(options: InboundOptions) {
    this.#options = options;
    this.#pulses = new ChannelPulses(options.crm.now);
    this.#limits = options.limits ?? Limits.inProcess();
    this.#queue = options.queue ?? new TurnQueue();
    this.#watchers = new TurnWatchers({
      overOf: (workspaceId, messageIds) => answeredOf(options.crm, workspaceId, messageIds),
      resultOf: (workspaceId, messageId) => storedResult(options.crm, systemScope(workspaceId), messageId),
    });
    this.#runner = new TurnRunner({
      ...options,
      queue: this.#queue,
      intake: this.#intake,
      listener: {
        event: async (conversation, message, turnId, event) => {
          const news = { conversationId: conversation.id, messageId: message.id, turnId, event };
          options.bus?.publish(turnTopic, news);
          const own = this.#channelOf(conversation);
          if (own && !own.stored) await own.show(addressOf(conversation), turnId, event);
          await this.#showTurn(news);
        },
        stored: (conversation, message) => this.#stored(conversation, message),
        reply: async (conversation, reply, turnId) => {
          const channel = this.#channelOf(conversation);
          if (!channel) return undefined;
          const { recordAddress } = options;
          return this.#pulses.send(channel.name, () =>
            channel.send(
              addressOf(conversation),
              // what draws stored messages is the console itself
              recordAddress && !channel.stored ? withLinks(reply, recordAddress) : reply,
              turnId,
            ),
          );
        },
        settled: async (conversation, card, place) =>
          this.#channelOf(conversation)?.settle?.(addressOf(conversation), card, place),
      },
    });
  }

  async start(channels: readonly Channel[]): Promise<void> {
    for (const channel of channels) {
      this.#channels.set(channel.name, channel);
      await channel.start(this.#pulses.watch(channel, channelHandlers(this, this.#options, channel)));
    }
    const { bus } = this.#options;
    bus?.on(turnTopic, (news) => this.#showTurn(news));
    bus?.on(messageTopic, ({ conversationId, message }) => this.#showStored(conversationId, message));
  }

  /** What has happened on a channel. */
  pulseOf(name: ChannelName): ChannelPulse {
    return this.#pulses.of(name);
  }

  /** Picks up messages that a process that ended, or a channel that failed, left behind. */
  async recover(): Promise<void> {
    const recovered = await this.#runner.recover();
    if (recovered > 0) logger.debug({ conversations: recovered }, 'looks after unfinished turns');
  }

  async stop(timeoutMs: number): Promise<void> {
    // turns that end now are still drawn; what comes in meanwhile is stored for the next start
    await this.#runner.stop(timeoutMs);
    this.#watchers.stop();
    await Promise.all([...this.#channels.values()].map((channel) => channel.stop()));
  }

  /**
   * Stores one input of a conversation and starts its turn.
   *
   * @param place - a conversation, or a thread that one is made of at its first input
   * @throws RateLimitedError, InvalidError before anything is stored, a new conversation included
   */
  async accept(
    scope: Scope,
    place: ConversationRecord | ThreadAddress,
    input: Omit<NewMessage, 'author' | 'status'>,
    watcher?: EventQueue<TurnEvent>,
  ): Promise<{ message: ChatMessageRecord; isDuplicate: boolean }> {
    if (input.text.length > MAX_MESSAGE) {
      throw new InvalidError(
        `Your message has ${input.text.length.toLocaleString('en-US')} characters; ${MAX_MESSAGE.toLocaleString('en-US')} is the most I can take. Please send it in parts.`,
      );
    }
    if (!input.action && input.text.trim() === '' && !input.files?.length)
      throw new InvalidError('Your message is empty. Say for example “What can you do?”.');
    await this.#limits.take('message', scope.actor.id);
    const onDone = this.#queue.admit(scope.actor.id);
    try {
      return await this.#intake.run(
        scope.actor.id,
        () => this.#store(scope, place, input, onDone, watcher),
        () => {},
      );
    } catch (error) {
      onDone();
      throw error;
    }
  }

  async #store(
    scope: Scope,
    place: ConversationRecord | ThreadAddress,
    input: Omit<NewMessage, 'author' | 'status'>,
    onDone: () => void,
    watcher?: EventQueue<TurnEvent>,
  ): Promise<{ message: ChatMessageRecord; isDuplicate: boolean }> {
    const { conversation, input: routed } = await this.#route(scope, place, input);
    // what is said in a conversation is its owner's to see, whoever decided in it
    const author: Scope = { ...scope, actor: { ...scope.actor, id: conversation.userId } };
    const text = pressedLabel(conversation, routed.action) ?? routed.text;
    const message: NewMessage = { ...routed, text, author: 'user', status: 'queued' };
    const stored = await appendMessage(this.#options.crm, author, conversation, message);
    if (watcher) this.#watchers.add(scope.workspaceId, stored.message.id, watcher);
    if (!stored.isDuplicate) await this.#stored(conversation, stored.message);
    this.#runner.kick(scope.workspaceId, conversation.id, onDone);
    return stored;
  }

  /** Accepts an input and streams the events of its turn; for callers that wait for the answer. */
  async ask(
    scope: Scope,
    place: ConversationRecord | ThreadAddress,
    input: Omit<NewMessage, 'author' | 'status'>,
  ): Promise<AsyncIterable<TurnEvent>> {
    const watcher = new EventQueue<TurnEvent>();
    const { message, isDuplicate } = await this.accept(scope, place, input, watcher);
    // sent again, perhaps after its turn was over
    if (isDuplicate) await this.#watchers.look(message.id);
    return watcher;
  }

  async #route(
    scope: Scope,
    place: ConversationRecord | ThreadAddress,
    input: Omit<NewMessage, 'author' | 'status'>,
  ): Promise<Routed> {
    const { crm } = this.#options;
    const here = 'threadId' in place ? await conversationOfThread(crm, scope, place) : place;
    return routeDecision(crm, scope, here, input);
  }

  /** A message was changed or taken back where it was written. @returns what its turn has come to by then */
  async amend(
    scope: Scope,
    thread: ThreadAddress,
    { externalId, text }: { externalId: string; text?: string },
  ): Promise<'unknown' | 'followed' | 'begun'> {
    const { crm } = this.#options;
    const conversation = await knownConversation(crm, scope, thread);
    const amended = conversation && (await amendMessage(crm, conversation, externalId, text));
    if (!amended) return 'unknown';
    if (amended.message) await this.#stored(conversation, amended.message);
    return amended.state;
  }

  /** Brings the Undo buttons of chats up to date after an undo from elsewhere. */
  async undone(workspaceId: string, undoId: string): Promise<void> {
    await this.#runner.redrawUndos(workspaceId, undoId);
  }

  async #stored(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void> {
    this.#options.bus?.publish(messageTopic, { conversationId: conversation.id, message });
    await this.#showStored(conversation.id, message);
  }

  /** Wherever it was stored, to those who are connected here. */
  async #showStored(conversationId: string, message: ShownMessage): Promise<void> {
    const to = { externalTeamId: '', threadId: '', conversationId };
    for (const channel of this.#channels.values()) await channel.stored?.(to, message);
  }

  /** Wherever the turn runs, to those who are connected here. */
  async #showTurn({ conversationId, messageId, turnId, event }: TurnNews): Promise<void> {
    this.#watchers.tell(messageId, event);
    const to = { externalTeamId: '', threadId: '', conversationId };
    for (const channel of this.#channels.values()) if (channel.stored) await channel.show(to, turnId, event);
  }

  #channelOf(conversation: ConversationRecord): Channel | undefined {
    // a conversation that began without a thread has nowhere to be answered
    return conversation.address ? this.#channels.get(conversation.channel as ChannelName) : undefined;
  }
}

function addressOf({ id, address }: ConversationRecord): ThreadAddress {
  return { ...(address as unknown as ThreadAddress), conversationId: id };
}
