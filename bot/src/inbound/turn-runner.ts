import { approvalCard } from '@clianta/agents/approvals';
import type { Card } from '@clianta/agents/reply.schema';
import type { AgentService } from '@clianta/agents/run-turn';
import type { TurnEvent, TurnResult } from '@clianta/agents/turn-event.schema';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import {
  ChatMessage,
  type ChatMessageRecord,
} from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { ChannelName } from '../channel.ts';
import { appendMessage, replyId } from './conversations.ts';
import { scopeOfUser } from './identity.ts';
import { turnRequest } from './turn-request.ts';

/** A lease is renewed well before it ends; another process takes over once it has. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;

/** What a turn tells those who draw it. */
export interface TurnListener {
  event(
    conversation: ConversationRecord,
    message: ChatMessageRecord,
    turnId: string,
    event: TurnEvent,
  ): Promise<void>;
  /** A message is new or has changed. */
  stored(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void>;
  reply(conversation: ConversationRecord, message: ChatMessageRecord, result: TurnResult): Promise<void>;
}

export interface TurnRunnerOptions {
  crm: CrmCore;
  service: AgentService;
  listener: TurnListener;
  /** Names this process in leases. */
  owner: string;
}

/**
 * Runs the turns of stored messages: one at a time in a conversation, in order, none dropped. The queue is the
 * messages themselves, so a restart goes on where the process ended.
 */
export class TurnRunner {
  readonly #options: TurnRunnerOptions;
  readonly #running = new Map<string, Promise<void>>();
  #isStopping = false;

  constructor(options: TurnRunnerOptions) {
    this.#options = options;
  }

  /** Makes sure that the conversation's queued messages are being worked on. */
  kick(workspaceId: string, conversationId: string): void {
    if (this.#isStopping) return;
    const before = this.#running.get(conversationId) ?? Promise.resolve();
    const work = before
      .then(() => this.#work(workspaceId, conversationId))
      .catch((err) => {
        logger.error({ err, conversationId }, 'conversation could not be worked on');
      });
    this.#running.set(conversationId, work);
    void work.finally(() => {
      if (this.#running.get(conversationId) === work) this.#running.delete(conversationId);
    });
  }

  /** Picks up what a process that ended left behind. */
  async recover(): Promise<number> {
    const waiting = await this.#options.crm.store
      .model('chatMessage')
      .find({ status: { $in: ['queued', 'running'] } })
      .select({ conversationId: 1, workspaceId: 1 })
      .limit(1000)
      .lean<Array<{ conversationId: string; workspaceId: string }>>();
    const conversations = new Map(waiting.map((message) => [message.conversationId, message.workspaceId]));
    for (const [conversationId, workspaceId] of conversations) {
      if (!this.#running.has(conversationId)) this.kick(workspaceId, conversationId);
    }
    return conversations.size;
  }

  /** Lets running turns end, at most `timeoutMs`; what is queued stays stored for the next start. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
    await Promise.race([Promise.allSettled([...this.#running.values()]), timeout]);
  }

  async #work(workspaceId: string, conversationId: string): Promise<void> {
    const system = systemScope(workspaceId);
    const { crm } = this.#options;
    while (!this.#isStopping) {
      const next = await crm.records(ChatMessage).find(system, {
        where: [
          { field: 'conversationId', op: 'eq', value: conversationId },
          { field: 'status', op: 'in', value: ['queued', 'running'] },
          { field: 'author', op: 'eq', value: 'user' },
        ],
        sort: 'position',
        limit: 1,
      });
      const message = next.records[0];
      if (!message) return;
      const conversation = await this.#lease(workspaceId, conversationId);
      if (!conversation) return;
      const renew = setInterval(() => void this.#lease(workspaceId, conversationId), RENEW_MS);
      try {
        await this.#runOne(conversation, message);
      } finally {
        clearInterval(renew);
        await this.#release(conversationId);
      }
    }
  }

  async #lease(workspaceId: string, conversationId: string): Promise<ConversationRecord | undefined> {
    const { crm, owner } = this.#options;
    const now = new Date();
    const found = await crm.store
      .model('conversation')
      .findOneAndUpdate(
        {
          _id: conversationId,
          workspaceId,
          $or: [{ leaseOwner: owner }, { leaseUntil: null }, { leaseUntil: { $lt: now } }],
        },
        { $set: { leaseOwner: owner, leaseUntil: new Date(now.getTime() + LEASE_MS) } },
        { returnDocument: 'after' },
      )
      .lean<ConversationRecord & { _id: string }>();
    return found ? { ...found, id: found._id } : undefined;
  }

  async #release(conversationId: string): Promise<void> {
    await this.#options.crm.store
      .model('conversation')
      .updateOne(
        { _id: conversationId, leaseOwner: this.#options.owner },
        { $unset: { leaseOwner: 1, leaseUntil: 1 } },
      );
  }

  async #runOne(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void> {
    const { crm, listener } = this.#options;
    const { workspaceId } = conversation;
    const system = systemScope(workspaceId);
    const isRetry = message.status === 'running';
    const turnId = message.turnId ?? idFrom(`turn:${message.id}`);
    const running = await crm.records(ChatMessage).update(system, message.id, { status: 'running', turnId });
    await listener.stored(conversation, running);
    const result = await this.#turn(conversation, running, turnId, isRetry);
    const scope: Scope = { ...system, actor: { type: 'user', id: message.userId, name: '' } };
    const reply = await appendMessage(crm, scope, conversation, {
      id: replyId(message.id),
      author: 'assistant',
      text: result.reply.text,
      cards: result.reply.cards,
      ...(result.reply.suggestions && { suggestions: result.reply.suggestions }),
      // the turn as watchers saw it run; a decision goes on with an older turn, which result.turnId names
      turnId,
      status: result.approval ? 'waiting' : 'done',
    });
    await listener.stored(conversation, reply.message);
    await listener.reply(conversation, running, result);
    const done = await crm.records(ChatMessage).update(system, message.id, { status: 'done' });
    await listener.stored(conversation, done);
  }

  async #turn(
    conversation: ConversationRecord,
    message: ChatMessageRecord,
    turnId: string,
    isRetry: boolean,
  ): Promise<TurnResult> {
    const { crm, service, listener } = this.#options;
    let result: TurnResult | undefined;
    try {
      const scope = await scopeOfUser(
        crm,
        conversation.workspaceId,
        message.userId,
        conversation.channel as ChannelName,
      );
      const pending = await this.#pendingApproval(conversation, message);
      const request = turnRequest(message, pending);
      const events =
        request.kind === 'decision'
          ? await service.resumeTurn({
              conversationId: conversation.id,
              scope,
              decision: request.decision,
              key: message.id,
            })
          : service.runTurn({
              turnId,
              conversationId: conversation.id,
              scope,
              message: message.text,
              ...(request.kind === 'direct' && { direct: request }),
              isTainted: message.isTainted,
              isRetry,
            });
      for await (const event of events) {
        if (event.type === 'done') result = event.result;
        await listener.event(conversation, message, turnId, event);
      }
      if (request.kind === 'decision') await this.#settle(conversation, request.decision.approvalId);
    } catch (error) {
      const isKnown = error instanceof CliantaError && error.code !== 'internal';
      if (!isKnown) logger.error({ err: error, turnId }, 'turn failed');
      const text = isKnown
        ? error.message
        : `Sorry, something went wrong on my side. Please try again. Reference: ${turnId.slice(-8)}.`;
      result = {
        turnId,
        conversationId: conversation.id,
        reply: { text, cards: [] },
        agents: [],
        toolCalls: [],
        changes: [],
        modelCalls: 0,
        ms: 0,
      };
      await listener.event(conversation, message, turnId, { type: 'done', result });
    }
    if (!result) throw new Error(`Turn ${turnId} ended without a result.`);
    return result;
  }

  /** The proposal that was the last thing said before this message, if it still waits. */
  async #pendingApproval(
    conversation: ConversationRecord,
    message: ChatMessageRecord,
  ): Promise<string | undefined> {
    if (message.action) return undefined;
    const { crm } = this.#options;
    const system = systemScope(conversation.workspaceId);
    const before = await crm.records(ChatMessage).find(system, {
      where: [
        { field: 'conversationId', op: 'eq', value: conversation.id },
        { field: 'author', op: 'eq', value: 'assistant' },
      ],
      sort: '-position',
      limit: 1,
    });
    const card = (before.records[0]?.cards as Card[] | undefined)?.findLast((one) => one.type === 'approval');
    if (card?.type !== 'approval') return undefined;
    const approval = (await crm.records(Approval).getMany(system, [card.approvalId])).get(card.approvalId);
    return approval?.status === 'pending' ? approval.id : undefined;
  }

  /** Redraws the card of a decided approval in the message that showed it. */
  async #settle(conversation: ConversationRecord, approvalId: string): Promise<void> {
    const { crm, listener } = this.#options;
    const system = systemScope(conversation.workspaceId);
    const approval = (await crm.records(Approval).getMany(system, [approvalId])).get(approvalId);
    if (!approval) return;
    const shown = await crm.records(ChatMessage).findOne(system, {
      conversationId: conversation.id,
      'cards.approvalId': approvalId,
    });
    if (!shown) return;
    const cards = (shown.cards as Card[]).map((card) =>
      card.type === 'approval' && card.approvalId === approvalId ? approvalCard(approval) : card,
    );
    const status = approval.status === 'pending' ? 'waiting' : 'done';
    const after = await crm.records(ChatMessage).update(system, shown.id, { cards, status });
    await listener.stored(conversation, after);
  }
}
