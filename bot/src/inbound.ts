import { EventQueue } from '@clianta/agents/event-queue';
import type { AgentService } from '@clianta/agents/run-turn';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { errorBody } from './api/http-error.ts';
import type { Channel, ChannelHandlers, ChannelName, Receipt, Sender, ThreadAddress } from './channel.ts';
import { appendMessage, conversationOfThread, type NewMessage } from './inbound/conversations.ts';
import { routeDecision } from './inbound/decision-routing.ts';
import { scopeOfSender } from './inbound/identity.ts';
import { storedResult } from './inbound/stored-result.ts';
import { TurnRunner, turnIdOf } from './inbound/turn-runner.ts';
import { Limits } from './limits/limits.ts';

/** Longest message; what is longer is refused with this number. */
export const MAX_MESSAGE = 20_000;

export interface InboundOptions {
  crm: CrmCore;
  service: AgentService;
  /** Names this process. */
  owner: string;
  /** Shared with other processes; without them this process counts alone. */
  limits?: Limits;
  workspaceOf(channel: ChannelName, externalTeamId: string): Promise<string | undefined>;
}

/** The path of a message: identity, rate limit, dedupe and storing; then its turn, one at a time a conversation. */
export class Inbound {
  readonly #options: InboundOptions;
  readonly #runner: TurnRunner;
  readonly #channels = new Map<ChannelName, Channel>();
  readonly #limits: Limits;
  /** Those who wait for the events of one message's turn. */
  readonly #watchers = new Map<string, Set<EventQueue<TurnEvent>>>();

  constructor(options: InboundOptions) {
    this.#options = options;
    this.#limits = options.limits ?? Limits.inProcess();
    this.#runner = new TurnRunner({
      ...options,
      listener: {
        event: async (conversation, message, turnId, event) => {
          this.#tell(message.id, event);
          const to = addressOf(conversation);
          for (const channel of this.#drawersOf(conversation)) await channel.show(to, turnId, event);
        },
        stored: (conversation, message) => this.#stored(conversation, message),
        reply: async (conversation, reply, turnId) => {
          await this.#channelOf(conversation)?.send(addressOf(conversation), reply, turnId);
        },
        settled: async (conversation, card) =>
          this.#channelOf(conversation)?.settle?.(addressOf(conversation), card),
      },
    });
  }

  async start(channels: readonly Channel[]): Promise<void> {
    for (const channel of channels) {
      this.#channels.set(channel.name, channel);
      await channel.start(this.#handlersFor(channel));
    }
  }

  /** Picks up messages that a process that ended, or a channel that failed, left behind. */
  async recover(): Promise<void> {
    const recovered = await this.#runner.recover();
    if (recovered > 0) logger.debug({ conversations: recovered }, 'looks after unfinished turns');
  }

  async stop(timeoutMs: number): Promise<void> {
    // turns that end now are still drawn; what comes in meanwhile is stored for the next start
    await this.#runner.stop(timeoutMs);
    await Promise.all([...this.#channels.values()].map((channel) => channel.stop()));
  }

  /**
   * Stores one input of a conversation and starts its turn.
   *
   * @throws RateLimitedError, InvalidError before anything is stored
   */
  async accept(
    scope: Scope,
    conversation: ConversationRecord,
    input: Omit<NewMessage, 'author' | 'status'>,
    watcher?: EventQueue<TurnEvent>,
  ): Promise<{ message: ChatMessageRecord; isDuplicate: boolean }> {
    if (input.text.length > MAX_MESSAGE) {
      throw new InvalidError(
        `Your message has ${input.text.length.toLocaleString('en-US')} characters; ${MAX_MESSAGE.toLocaleString('en-US')} is the most I can take. Please send it in parts.`,
      );
    }
    if (!input.action && input.text.trim() === '')
      throw new InvalidError('Your message is empty. Say for example “What can you do?”.');
    await this.#limits.take('message', scope.actor.id);
    const { crm } = this.#options;
    const { conversation: place, input: routed } = await routeDecision(crm, scope, conversation, input);
    // what is said in a conversation is its owner's to see, whoever decided in it
    const author: Scope = { ...scope, actor: { ...scope.actor, id: place.userId } };
    const stored = await appendMessage(crm, author, place, { ...routed, author: 'user', status: 'queued' });
    if (watcher) this.#watch(stored.message.id, watcher);
    if (!stored.isDuplicate) await this.#stored(place, stored.message);
    this.#runner.kick(scope.workspaceId, place.id);
    return stored;
  }

  /** Accepts an input and streams the events of its turn; for callers that wait for the answer. */
  async ask(
    scope: Scope,
    conversation: ConversationRecord,
    input: Omit<NewMessage, 'author' | 'status'>,
  ): Promise<AsyncIterable<TurnEvent>> {
    const watcher = new EventQueue<TurnEvent>();
    const { message, isDuplicate } = await this.accept(scope, conversation, input, watcher);
    // sent again after its turn was over: tell what came of it
    const over = isDuplicate
      ? await storedResult(this.#options.crm, systemScope(scope.workspaceId), message.id)
      : undefined;
    if (over) this.#tell(message.id, { type: 'done', result: over });
    return watcher;
  }

  #watch(messageId: string, watcher: EventQueue<TurnEvent>): void {
    const watchers = this.#watchers.get(messageId) ?? new Set();
    this.#watchers.set(messageId, watchers.add(watcher));
  }

  #tell(messageId: string, event: TurnEvent): void {
    for (const watcher of this.#watchers.get(messageId) ?? []) {
      watcher.push(event);
      if (event.type === 'done') watcher.close();
    }
    if (event.type === 'done') this.#watchers.delete(messageId);
  }

  #handlersFor(channel: Channel): ChannelHandlers {
    const accept = async (
      { sender, thread, externalId }: { sender: Sender; thread: ThreadAddress; externalId: string },
      input: { text: string; action?: Record<string, unknown> },
    ): Promise<Receipt> => {
      const { crm, workspaceOf } = this.#options;
      try {
        const scope = await scopeOfSender(crm, channel.name, sender, workspaceOf);
        const conversation = thread.conversationId
          ? await crm.records(Conversation).get(scope, thread.conversationId)
          : await conversationOfThread(crm, scope, thread);
        const { message, isDuplicate } = await this.accept(scope, conversation, { ...input, externalId });
        return { isTaken: true, messageId: message.id, turnId: turnIdOf(message), isDuplicate };
      } catch (error) {
        return { isTaken: false, problem: errorBody(error).body.error };
      }
    };
    return {
      message: (one) => accept(one, { text: one.text }),
      decision: (one) =>
        accept(one, {
          text: one.decision.decision === 'approve' ? 'Approve' : 'Reject',
          action: { kind: 'decision', decision: one.decision },
        }),
      undo: (one) => accept(one, { text: 'Undo', action: { kind: 'undo', groupId: one.groupId } }),
    };
  }

  async #stored(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void> {
    for (const channel of this.#channels.values()) await channel.stored?.(addressOf(conversation), message);
  }

  #channelOf(conversation: ConversationRecord): Channel | undefined {
    // a conversation that began without a thread has nowhere to be answered
    return conversation.address ? this.#channels.get(conversation.channel as ChannelName) : undefined;
  }

  #drawersOf(conversation: ConversationRecord): Channel[] {
    const own = this.#channelOf(conversation);
    return [...this.#channels.values()].filter((channel) => channel === own || channel.stored);
  }
}

function addressOf({ id, address }: ConversationRecord): ThreadAddress {
  return { ...(address as unknown as ThreadAddress), conversationId: id };
}
