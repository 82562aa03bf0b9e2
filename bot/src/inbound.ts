import { EventQueue } from '@clianta/agents/event-queue';
import { cardSchema } from '@clianta/agents/reply.schema';
import type { AgentService } from '@clianta/agents/run-turn';
import type { Decision, TurnEvent } from '@clianta/agents/turn-event.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { CliantaError, InvalidError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { Channel, ChannelHandlers, ChannelName, Sender, ThreadAddress } from './channel.ts';
import { appendMessage, conversationOfThread, type NewMessage } from './inbound/conversations.ts';
import { scopeOfSender } from './inbound/identity.ts';
import { TurnRateLimit } from './inbound/rate-limit.ts';
import { storedResult } from './inbound/stored-result.ts';
import { TurnRunner } from './inbound/turn-runner.ts';

/** Longest message; what is longer is refused with this number. */
export const MAX_MESSAGE = 20_000;

export interface InboundOptions {
  crm: CrmCore;
  service: AgentService;
  /** Names this process. */
  owner: string;
  workspaceOf(channel: ChannelName, externalTeamId: string): Promise<string | undefined>;
  /** Every stored or changed message, for those who watch conversations. */
  onStored(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void>;
  onEvent(
    conversation: ConversationRecord,
    message: ChatMessageRecord,
    turnId: string,
    event: TurnEvent,
  ): Promise<void>;
}

/** The path of a message: identity, rate limit, dedupe and storing; then its turn, one at a time a conversation. */
export class Inbound {
  readonly #options: InboundOptions;
  readonly #runner: TurnRunner;
  readonly #channels = new Map<ChannelName, Channel>();
  readonly #limit = new TurnRateLimit();
  /** Those who wait for the events of one message's turn. */
  readonly #watchers = new Map<string, Set<EventQueue<TurnEvent>>>();

  constructor(options: InboundOptions) {
    this.#options = options;
    this.#runner = new TurnRunner({
      crm: options.crm,
      service: options.service,
      owner: options.owner,
      listener: {
        event: (conversation, message, turnId, event) => this.#event(conversation, message, turnId, event),
        stored: options.onStored,
        reply: async (conversation, message, result) => {
          const channel = this.#channels.get(conversation.channel as ChannelName);
          if (channel && conversation.address)
            await channel.send(addressOf(conversation), result.reply, result.turnId);
          await this.#settleCards(conversation, message);
        },
      },
    });
  }

  async start(channels: readonly Channel[]): Promise<void> {
    for (const channel of channels) {
      this.#channels.set(channel.name, channel);
      await channel.start(this.#handlersFor(channel));
    }
    const recovered = await this.#runner.recover();
    if (recovered > 0) logger.info({ conversations: recovered }, 'went on with unfinished turns');
  }

  /** Picks up messages that a process that ended left behind. */
  recover(): Promise<number> {
    return this.#runner.recover();
  }

  async stop(timeoutMs: number): Promise<void> {
    await Promise.all([...this.#channels.values()].map((channel) => channel.stop()));
    await this.#runner.stop(timeoutMs);
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
    this.#limit.take(`${scope.workspaceId}/${scope.actor.id}`);
    const { crm, onStored } = this.#options;
    const stored = await appendMessage(crm, scope, conversation, {
      ...input,
      author: 'user',
      status: 'queued',
    });
    if (watcher) this.#watch(stored.message.id, watcher);
    if (!stored.isDuplicate) await onStored(conversation, stored.message);
    this.#runner.kick(scope.workspaceId, conversation.id);
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
    const over = isDuplicate ? await storedResult(this.#options.crm, scope, message.id) : undefined;
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
      from: { sender: Sender; thread: ThreadAddress; externalId: string },
      input: { text: string; action?: Record<string, unknown> },
    ) => {
      const { crm, workspaceOf } = this.#options;
      try {
        const scope = await scopeOfSender(crm, channel.name, from.sender, workspaceOf);
        const conversation = await conversationOfThread(crm, scope, from.thread);
        await this.accept(scope, conversation, { ...input, externalId: from.externalId });
      } catch (error) {
        const isKnown = error instanceof CliantaError && error.code !== 'internal';
        if (!isKnown) logger.error({ err: error, channel: channel.name }, 'message could not be taken');
        const text = isKnown ? error.message : 'Sorry, I could not take that message. Please try again.';
        await channel.send(from.thread, { text, cards: [] }, '');
      }
    };
    const decisionText = (decision: Decision) => (decision.decision === 'approve' ? 'Approve' : 'Reject');
    return {
      message: (message) => accept(message, { text: message.text }),
      decision: (one) =>
        accept(one, {
          text: decisionText(one.decision),
          action: { kind: 'decision', decision: one.decision },
        }),
      undo: (one) => accept(one, { text: 'Undo', action: { kind: 'undo', groupId: one.groupId } }),
    };
  }

  async #event(
    conversation: ConversationRecord,
    message: ChatMessageRecord,
    turnId: string,
    event: TurnEvent,
  ): Promise<void> {
    this.#tell(message.id, event);
    await this.#options.onEvent(conversation, message, turnId, event);
    const channel = this.#channels.get(conversation.channel as ChannelName);
    if (channel && conversation.address) await channel.show(addressOf(conversation), turnId, event);
  }

  async #settleCards(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void> {
    const channel = this.#channels.get(conversation.channel as ChannelName);
    const approvalId = (message.action?.decision as Decision | undefined)?.approvalId;
    if (!channel?.settle || !approvalId || !conversation.address) return;
    const shown = await this.#options.crm.store
      .model('chatMessage')
      .findOne({ conversationId: conversation.id, 'cards.approvalId': approvalId })
      .lean<{ cards: unknown[] }>();
    for (const value of shown?.cards ?? []) {
      const card = cardSchema.safeParse(value);
      if (card.success && card.data.type === 'approval' && card.data.approvalId === approvalId) {
        await channel.settle(addressOf(conversation), card.data);
      }
    }
  }
}

function addressOf(conversation: ConversationRecord): ThreadAddress {
  return conversation.address as unknown as ThreadAddress;
}
