import type { Server as HttpServer } from 'node:http';
import { conversationOfThread, messagesOf } from '@clianta/agents/conversation/conversations';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { noteActive, noteGone } from '@clianta/crm-core/conversations/notice/presence';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import type { RecordNews } from '@clianta/crm-core/events/record-news.schema';
import { logger } from '@clianta/crm-core/logger';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { errorBody } from '../../api/http-error.ts';
import type { Sessions } from '../../api/sessions.ts';
import type { Channel, ChannelHandlers, ShownMessage } from '../../channel.ts';
import type { Limits } from '../../limits/limits.ts';
import { incoming, Refused, senderOf, taken, uploaded } from './incoming.ts';
import { isOwnOrigin } from './own-origin.ts';
import { RunningTurns } from './running-turns.ts';
import { SocketAccess, userRoom, workspaceRoom } from './socket-access.ts';
import { storedMessage } from './stored-message.ts';
import {
  type Ack,
  callSchema,
  chooseSchema,
  decideSchema,
  type NotificationPush,
  type Older,
  type Opened,
  olderSchema,
  openSchema,
  type ProposedRecords,
  proposedSchema,
  type Rated,
  rateSchema,
  type StoredMessage,
  sendSchema,
  undoSchema,
} from './web.schema.ts';

export interface WebChannelOptions {
  server: HttpServer;
  crm: CrmCore;
  sessions: Sessions;
  limits: Limits;
  allowedOrigins: string[];
}

/** A connection that does not say whose it is in this time is closed. */
const CONNECT_MS = 10_000;

/** Answers one kind of request of a page. */
type Serve = <T>(
  name: string,
  schema: z.ZodType<T>,
  handle: (body: T, scope: Scope) => Promise<unknown>,
) => void;

const conversationRoom = (id: string) => `conversation:${id}`;

/**
 * The web chat over Socket.IO. A client that connects again opens its conversation and gets the whole truth: stored
 * messages and the running turn as far as it has come; so nothing is lost and nothing doubled.
 */
export class WebChannel implements Channel {
  readonly name = 'web';
  readonly #io: Server;
  readonly #options: WebChannelOptions;
  readonly #access: SocketAccess;
  readonly #running = new RunningTurns();

  constructor(options: WebChannelOptions) {
    this.#options = options;
    this.#io = new Server(options.server, {
      serveClient: false,
      maxHttpBufferSize: 200_000,
      connectTimeout: CONNECT_MS,
      cors: { origin: options.allowedOrigins, credentials: true },
      allowRequest: (request, callback) =>
        callback(null, isOwnOrigin(request.headers, options.allowedOrigins)),
    });
    this.#access = new SocketAccess({ ...options, io: this.#io });
  }

  async start(on: ChannelHandlers): Promise<void> {
    this.#io.use((socket, next) => {
      this.#access.admit(socket).then(
        () => next(),
        (error) =>
          next(
            Object.assign(new Error(errorBody(error).body.error.message), {
              data: errorBody(error).body.error,
            }),
          ),
      );
    });
    this.#io.on('connection', (socket) => this.#serve(socket, on));
  }

  /** Every tab that has the conversation open learns of it. */
  async stored({ conversationId = '' }: ThreadAddress, message: ShownMessage): Promise<void> {
    const { author, turnId, status } = message;
    if (author === 'user' && turnId !== undefined) {
      if (status === 'running') this.#running.begin(conversationId, turnId);
      else this.#running.end(conversationId, turnId);
    }
    this.#io
      .to(conversationRoom(conversationId))
      .emit('message', { conversationId, message: storedMessage(message) });
  }

  async show({ conversationId = '' }: ThreadAddress, turnId: string, event: TurnEvent): Promise<void> {
    const push = this.#running.take(conversationId, turnId, event);
    this.#io.to(conversationRoom(conversationId)).emit('turn', push);
  }

  /** The reply has come as a stored message: to those who are connected at once, to others when they open it. */
  async send(): Promise<{ externalId: string }> {
    return { externalId: '' };
  }

  notify(workspaceId: string, userId: string, notification: NotificationPush): void {
    this.#io.to(userRoom(workspaceId, userId)).emit('notification', notification);
  }

  /** Records that everybody in the workspace may see were written: pages that show them read them again. */
  tellRecords(workspaceId: string, news: RecordNews): void {
    this.#io.to(workspaceRoom(workspaceId)).emit('records', news);
  }

  /** What another process told may have been missed: every page connects again and opens its conversation anew. */
  connectAgain(): void {
    this.#running.clear();
    // closed below Socket.IO: a client that the server itself disconnects would stay away
    for (const socket of this.#io.of('/').sockets.values()) socket.conn.close();
  }

  async stop(): Promise<void> {
    this.#access.stop();
    const closed = this.#io.close();
    // waits for the HTTP server too, which waits for every connection; a browser holds some that it never uses
    this.#options.server.closeAllConnections();
    await closed;
  }

  #serve(socket: Socket, handlers: ChannelHandlers): void {
    const { crm } = this.#options;
    const on: Serve = (name, schema, handle) => {
      socket.on(name, async (body: unknown, reply?: (ack: Ack<unknown>) => void) => {
        const answer = typeof body === 'function' ? (body as typeof reply) : reply;
        try {
          const scope = await this.#access.scopeOf(socket);
          answer?.({ ok: true, data: await handle(validate(schema, body, 'request'), scope) });
        } catch (error) {
          const problem = error instanceof Refused ? error.problem : errorBody(error).body.error;
          answer?.({ ok: false, error: problem });
        }
      });
    };

    on('conversation:open', openSchema, async (request, scope): Promise<Opened> => {
      const conversation = await this.#open(scope, request);
      for (const room of socket.rooms) if (room.startsWith('conversation:')) await socket.leave(room);
      await socket.join(conversationRoom(conversation.id));
      const running = this.#running.of(conversation.id);
      const page = await messagesOf(crm, scope, conversation.id);
      return {
        conversationId: conversation.id,
        title: conversation.title,
        messages: await this.#shown(scope, page.messages),
        hasOlder: page.hasOlder,
        ...(running && { running }),
      };
    });
    on('conversation:older', olderSchema, async ({ conversationId, before }, scope): Promise<Older> => {
      const page = await messagesOf(crm, scope, conversationId, before);
      return { messages: await this.#shown(scope, page.messages), hasOlder: page.hasOlder };
    });
    on('message:send', sendSchema, async (request, scope) =>
      taken(
        await handlers.message({
          ...incoming(scope, request),
          text: request.text,
          ...(request.files && { files: request.files.map(uploaded) }),
        }),
      ),
    );
    on('decision:send', decideSchema, async (request, scope) => {
      const { conversationId, clientMessageId, ...decision } = request;
      return taken(await handlers.decision({ ...incoming(scope, request), decision }));
    });
    on('choice:send', chooseSchema, async (request, scope) => {
      const { conversationId, clientMessageId, ...choice } = request;
      return taken(await handlers.choice({ ...incoming(scope, request), choice }));
    });
    on('undo:send', undoSchema, async (request, scope) =>
      taken(await handlers.undo({ ...incoming(scope, request), groupId: request.groupId })),
    );
    this.#serveCards(on, handlers);
    on('presence', z.strictObject({}), (_nothing, scope) =>
      noteActive(crm, scope.workspaceId, scope.actor.id),
    );
    socket.on('disconnect', () => this.#gone(socket));
  }

  /** Who has closed their last page is told things elsewhere from now on. */
  #gone(socket: Socket): void {
    const { workspaceId, userId } = this.#access.admittedAs(socket);
    if ((this.#io.of('/').adapter.rooms.get(userRoom(workspaceId, userId))?.size ?? 0) > 0) return;
    noteGone(this.#options.crm, workspaceId, userId).catch((err) =>
      logger.info({ err }, 'it is found out in two minutes that nobody is there'),
    );
  }

  #serveCards(on: Serve, handlers: ChannelHandlers): void {
    on('call:send', callSchema, async (request, scope) => {
      const { conversationId, clientMessageId, ...call } = request;
      return taken(await handlers.call({ ...incoming(scope, request), call }));
    });
    on('feedback:send', rateSchema, async (feedback, scope): Promise<Rated> => {
      const text = await handlers.feedback({ channel: 'web', sender: senderOf(scope), feedback });
      return { text };
    });
    on(
      'approval:records',
      proposedSchema,
      (page, scope): Promise<ProposedRecords> => handlers.lookup.proposed(senderOf(scope), page),
    );
  }

  /** Messages with what their reader thought of the answers. */
  async #shown(scope: Scope, messages: readonly ShownMessage[]): Promise<StoredMessage[]> {
    const turnIds = messages.flatMap(({ author, turnId }) =>
      author === 'assistant' && turnId ? [turnId] : [],
    );
    const turns = await this.#options.crm.records(AgentTurn).getMany(scope, turnIds);
    return messages.map((message) => {
      const verdict = message.author === 'assistant' && turns.get(message.turnId ?? '')?.feedback?.verdict;
      return { ...storedMessage(message), ...(verdict && { verdict }) };
    });
  }

  async #open(scope: Scope, request: z.output<typeof openSchema>): Promise<ConversationRecord> {
    const conversations = this.#options.crm.records(Conversation);
    if (request.conversationId) return conversations.get(scope, request.conversationId);
    if (!request.fresh) {
      const { records } = await conversations.find(scope, {
        where: [{ field: 'channel', op: 'eq', value: 'web' }],
        sort: '-lastMessageAt',
        limit: 1,
      });
      if (records[0]) return records[0];
    }
    return conversationOfThread(this.#options.crm, scope, {
      externalTeamId: scope.workspaceId,
      threadId: newId(),
    });
  }
}
