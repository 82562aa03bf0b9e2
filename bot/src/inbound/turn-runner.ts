import { undoLast } from '@clianta/agents/agents/general/general.tools';
import type { ConversationHost, Posted } from '@clianta/agents/conversation/conversation-listener';
import { appendMessage, replyId } from '@clianta/agents/conversation/conversations';
import { confirmDecision } from '@clianta/agents/conversation/decision-confirmation';
import { runMessage } from '@clianta/agents/conversation/run-message';
import { storedResult } from '@clianta/agents/conversation/stored-result';
import { redrawUndos } from '@clianta/agents/conversation/used-undos';
import type { Reply } from '@clianta/agents/reply.schema';
import {
  ChatMessage,
  type ChatMessageRecord,
} from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { withLease } from './conversation-lease.ts';
import type { TurnQueue } from './turn-queue.ts';

/** A reply that its channel does not take is sent again for so long; then it is only stored. */
const DELIVERY_MS = 10 * 60_000;

/**
 * So many conversations of others wait here at most, the oldest first. Each process sees what waits in all of them: to take up
 * more would have every turn wait in each of them, and people be refused for what others have asked elsewhere.
 */
const TAKEN_UP = 32;

/** A conversation that could not be worked on is tried again after a second, then after twice as long each time. */
const LONGEST_REST_MS = 30_000;

/** The turn that a message starts: the same before it runs and however often. */
export function turnIdOf(message: Pick<ChatMessageRecord, 'id' | 'turnId'>): string {
  return message.turnId ?? idFrom(`turn:${message.id}`);
}

export interface TurnRunnerOptions extends ConversationHost {
  /** Names this process in leases. */
  owner: string;
  queue: TurnQueue;
  /** Lets a few conversations at once look for what waits in them. */
  intake: TurnQueue;
}

/**
 * Runs the turns of stored messages: one at a time in a conversation, in order, none dropped. The queue is the
 * messages themselves, so a restart goes on where the process ended.
 */
export class TurnRunner {
  readonly #options: TurnRunnerOptions;
  readonly #running = new Map<string, Promise<void>>();
  /** Conversations whose last attempt failed, and until when they are left alone. */
  readonly #failing = new Map<string, { times: number; until: number }>();
  /** Conversations that others have left, or not come to yet, and that wait here. */
  #takenUp = 0;
  #prepared: Promise<unknown> | undefined;
  #isStopping = false;

  constructor(options: TurnRunnerOptions) {
    this.#options = options;
  }

  /**
   * Makes sure that the conversation's queued messages are being worked on.
   *
   * @param onDone - called when they have been
   */
  kick(workspaceId: string, conversationId: string, onDone: () => void): void {
    if (this.#isStopping) {
      onDone();
      return;
    }
    const before = this.#running.get(conversationId) ?? Promise.resolve();
    const work = before
      .then(() => this.#work(workspaceId, conversationId))
      .then(() => void this.#failing.delete(conversationId))
      .catch((err) => {
        logger.error({ err, conversationId }, 'conversation could not be worked on');
        const times = (this.#failing.get(conversationId)?.times ?? 0) + 1;
        const until = Date.now() + Math.min(500 * 2 ** times, LONGEST_REST_MS);
        this.#failing.set(conversationId, { times, until });
      });
    this.#running.set(conversationId, work);
    void work.finally(() => {
      onDone();
      if (this.#running.get(conversationId) === work) this.#running.delete(conversationId);
    });
  }

  /** Picks up what a process that ended, or a channel that failed, left behind. */
  async recover(): Promise<number> {
    await this.#prepare();
    const waiting = await this.#options.crm.store
      .model('chatMessage')
      .find({ status: { $in: ['queued', 'running'] } })
      .select({ conversationId: 1, workspaceId: 1 })
      .sort({ createdAt: 1 })
      .limit(1000)
      .lean<Array<{ conversationId: string; workspaceId: string }>>();
    const conversations = new Map(waiting.map((message) => [message.conversationId, message]));
    const isFree = (id: string) =>
      !this.#running.has(id) && (this.#failing.get(id)?.until ?? 0) <= Date.now();
    const left = [...conversations]
      .filter(([conversationId]) => isFree(conversationId))
      .slice(0, TAKEN_UP - this.#takenUp);
    for (const [conversationId, { workspaceId }] of left) {
      this.#takenUp++;
      this.kick(workspaceId, conversationId, () => void this.#takenUp--);
    }
    return left.length;
  }

  /** What is open of all workspaces is looked for every few seconds. */
  #prepare(): Promise<unknown> {
    this.#prepared ??= this.#options.crm.store.model('chatMessage').collection.createIndex({ status: 1 });
    return this.#prepared;
  }

  /** Lets running turns end, at most `timeoutMs`; what is queued stays stored for the next start. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
    await Promise.race([Promise.allSettled([...this.#running.values()]), timeout]);
  }

  async #work(workspaceId: string, conversationId: string): Promise<void> {
    const system = systemScope(workspaceId);
    const { crm, intake } = this.#options;
    while (!this.#isStopping) {
      const read = () =>
        crm.records(ChatMessage).find(system, {
          where: [
            { field: 'conversationId', op: 'eq', value: conversationId },
            { field: 'status', op: 'in', value: ['queued', 'running'] },
            { field: 'author', op: 'eq', value: 'user' },
          ],
          sort: 'position',
          limit: 1,
        });
      const next = await intake.run(conversationId, read, () => {});
      const message = next.records[0];
      if (!message) return;
      const isOurs = await this.#runInTurn(message);
      if (!isOurs) return;
    }
  }

  /** @returns false when another process holds the conversation */
  async #runInTurn(message: ChatMessageRecord): Promise<boolean> {
    const { crm, owner, queue } = this.#options;
    const { workspaceId, conversationId, userId } = message;
    let isWaiting = false;
    const run = async () => {
      isWaiting = false;
      if (this.#isStopping) return false;
      return withLease(crm, owner, workspaceId, conversationId, (conversation) =>
        this.#runOne(conversation, message),
      );
    };
    return queue.run(userId, run, (before) => {
      isWaiting = true;
      void this.#tellWait(message, before, () => isWaiting);
    });
  }

  /** Nobody is left in silence: how much comes before is the first that they hear. */
  async #tellWait(message: ChatMessageRecord, before: number, isStill: () => boolean): Promise<void> {
    const { crm, listener } = this.#options;
    const { workspaceId, conversationId } = message;
    const text = before === 1 ? 'One request comes before yours' : `${before} requests come before yours`;
    try {
      const conversation = await crm.records(Conversation).get(systemScope(workspaceId), conversationId);
      if (!isStill()) return;
      await listener.event(conversation, message, turnIdOf(message), { type: 'status', text });
    } catch (err) {
      logger.warn({ err, messageId: message.id }, 'a wait could not be told');
    }
  }

  async #runOne(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void> {
    const { crm, listener } = this.#options;
    const system = systemScope(conversation.workspaceId);
    const isRetry = message.status === 'running';
    const turnId = turnIdOf(message);
    const running = await this.#begin(message, turnId);
    if (!running) return;
    await listener.stored(conversation, running);
    // answered before, and only not delivered: what is done is not done again, and the answer stays the same
    const over = isRetry ? await storedResult(crm, system, message.id) : undefined;
    const result = over ?? (await runMessage(this.#options, conversation, running, turnId, isRetry));
    if (over) await listener.event(conversation, running, turnId, { type: 'done', result: over });
    if (result.toolCalls.some(({ tool }) => tool === undoLast.name))
      await this.redrawUndos(conversation.workspaceId, result.turnId);
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
    if (!reply.isDuplicate) await listener.stored(conversation, reply.message);
    await this.#deliver(conversation, reply.message, result.reply, turnId);
    await confirmDecision(this.#options, conversation, running);
    const done = await crm.records(ChatMessage).update(system, message.id, { status: 'done' });
    await listener.stored(conversation, done);
  }

  /** Tells everyone who looks of the Undo buttons that an undo has used up. */
  async redrawUndos(workspaceId: string, undoId: string): Promise<void> {
    const { crm, listener } = this.#options;
    for (const { conversation, message } of await redrawUndos(crm, workspaceId, undoId))
      await listener.stored(conversation, message);
  }

  /** @returns undefined when another process has worked on it since it was read */
  async #begin(message: ChatMessageRecord, turnId: string): Promise<ChatMessageRecord | undefined> {
    const { id, workspaceId, version } = message;
    const messages = this.#options.crm.records(ChatMessage);
    try {
      return await messages.update(systemScope(workspaceId), id, { status: 'running', turnId }, { version });
    } catch (error) {
      if (error instanceof ConflictError) return undefined;
      throw error;
    }
  }

  async #deliver(
    conversation: ConversationRecord,
    stored: ChatMessageRecord,
    reply: Reply,
    turnId: string,
  ): Promise<void> {
    try {
      const posted = await this.#options.listener.reply(conversation, reply, turnId);
      if (posted?.externalId) await this.#keepPlace(stored, posted);
    } catch (err) {
      if (Date.now() - stored.createdAt.getTime() < DELIVERY_MS) throw err;
      logger.error(
        { err, conversationId: conversation.id },
        'reply is given up: its channel does not take it',
      );
    }
  }

  /** So that any process can redraw it, also after a restart. What is posted is posted, whether or not this succeeds. */
  async #keepPlace(
    { id, workspaceId }: ChatMessageRecord,
    { externalId, places, parts }: Posted,
  ): Promise<void> {
    await this.#options.crm
      .records(ChatMessage)
      .update(systemScope(workspaceId), id, {
        externalId,
        ...(places && { places: { ...places } }),
        ...(parts && { parts: [...parts] }),
      })
      .catch((err) => logger.warn({ err, messageId: id }, 'the place of a reply is not known'));
  }
}
