import type { MessagePush, NotificationPush, Opened, TurnPush } from '@clianta/bot/channels/web/web.schema';
import { type ChatAction, chatReducer } from './chat-reducer.ts';
import { ChatError, type ChatSocket, emitWithAck } from './chat-socket.ts';
import { type ChatState, emptyChat, type Problem } from './chat-state.ts';
import type { OutboxStorage } from './outbox-storage.ts';

interface Options {
  socket: ChatSocket;
  storage: OutboxStorage;
  onNotification?: (notification: NotificationPush) => void;
  newId?: () => string;
  now?: () => Date;
}

type Push = { type: 'turn'; push: TurnPush } | { type: 'message'; push: MessagePush };

const problemOf = (error: unknown): Problem =>
  error instanceof ChatError ? error.problem : { code: 'internal', message: 'Something went wrong.' };

/** `crypto.randomUUID` is missing on plain http other than localhost. */
const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/**
 * One live conversation. Whatever happens to the connection, the server's answer to `conversation:open` replaces what
 * is here, and own messages wait in the outbox until the server has acknowledged them.
 */
export class ChatClient {
  #state: ChatState;
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  /** Only the answer to the newest open counts; pushes that arrive before it are applied after it. */
  #openCount = 0;
  #early: Push[] | undefined;
  #isFlushing = false;
  #wanted: { conversationId?: string; fresh?: boolean } = {};

  constructor(options: Options) {
    this.#options = options;
    this.#state = { ...emptyChat, outbox: options.storage.load() };
    const { socket } = options;
    socket.on('connect', () => {
      this.#dispatch({ type: 'connection', connection: 'online' });
      void this.#open();
      void this.#flush();
    });
    socket.on('disconnect', () => this.#dispatch({ type: 'connection', connection: 'offline' }));
    socket.on('connect_error', () => this.#dispatch({ type: 'connection', connection: 'offline' }));
    socket.on('turn', (push) => this.#receive({ type: 'turn', push }));
    socket.on('message', (push) => this.#receive({ type: 'message', push }));
    socket.on('notification', (push) => options.onNotification?.(push));
  }

  readonly getState = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(conversationId?: string): void {
    if (conversationId) this.#wanted = { conversationId };
    this.#options.socket.connect();
  }

  stop(): void {
    this.#options.socket.disconnect();
  }

  /** Shows another conversation; without an id the newest one, with `fresh` a new one. */
  show(wanted: { conversationId?: string; fresh?: boolean }): void {
    this.#wanted = wanted;
    this.#dispatch({ type: 'opening', isSwitch: true });
    if (this.#options.socket.connected) void this.#open();
  }

  readonly retryOpen = (): void => {
    if (this.#options.socket.connected) void this.#open();
    else this.#options.socket.connect();
  };

  readonly send = (text: string): void => {
    const { conversationId } = this.#state;
    if (!conversationId || !text.trim()) return;
    const item = {
      clientMessageId: this.#newId(),
      conversationId,
      text: text.trim(),
      createdAt: (this.#options.now?.() ?? new Date()).toISOString(),
      state: 'waiting' as const,
    };
    this.#dispatch({ type: 'composed', item });
    void this.#flush();
  };

  readonly resend = (clientMessageId: string): void => {
    this.#dispatch({ type: 'outbox_state', clientMessageId, state: 'waiting' });
    void this.#flush();
  };

  readonly discard = (clientMessageId: string): void =>
    this.#dispatch({ type: 'discarded', clientMessageId });

  readonly decide = (approvalId: string, decision: 'approve' | 'reject', typedCount?: number) =>
    this.#act(approvalId, 'decision:send', {
      approvalId,
      decision,
      ...(typedCount !== undefined && { typedCount }),
    });

  readonly undo = (groupId: string) => this.#act(groupId, 'undo:send', { groupId });

  async #act(id: string, event: string, payload: object): Promise<void> {
    const { conversationId } = this.#state;
    this.#dispatch({ type: 'action', id, action: { state: 'sending' } });
    try {
      if (!this.#options.socket.connected)
        throw new ChatError({ code: 'offline', message: 'You are offline. Try again when connected.' });
      const clientMessageId = this.#newId();
      await emitWithAck(this.#options.socket, event, { ...payload, conversationId, clientMessageId });
      this.#dispatch({ type: 'action', id, action: { state: 'sent' } });
    } catch (error) {
      this.#dispatch({ type: 'action', id, action: { state: 'failed', problem: problemOf(error) } });
    }
  }

  async #open(): Promise<void> {
    this.#openCount += 1;
    const count = this.#openCount;
    this.#early = [];
    this.#dispatch({ type: 'opening', isSwitch: false });
    try {
      const opened = await emitWithAck<Opened>(this.#options.socket, 'conversation:open', this.#wanted);
      if (count !== this.#openCount) return;
      this.#wanted = { conversationId: opened.conversationId };
      this.#dispatch({ type: 'opened', opened });
      const early = this.#early;
      this.#early = undefined;
      for (const push of early) this.#receive(push);
    } catch (error) {
      if (count !== this.#openCount) return;
      this.#early = undefined;
      this.#dispatch({ type: 'open_failed', problem: problemOf(error) });
    }
  }

  /** Sends what waits, oldest first, one at a time, so that messages keep their order. */
  async #flush(): Promise<void> {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    try {
      for (
        let item = this.#nextWaiting();
        item && this.#options.socket.connected;
        item = this.#nextWaiting()
      ) {
        const { clientMessageId, conversationId, text } = item;
        this.#dispatch({ type: 'outbox_state', clientMessageId, state: 'sending' });
        try {
          await emitWithAck(this.#options.socket, 'message:send', { clientMessageId, conversationId, text });
          this.#dispatch({ type: 'outbox_state', clientMessageId, state: 'sent' });
        } catch (error) {
          const problem = problemOf(error);
          const isLost = problem.code === 'unreachable' && !this.#options.socket.connected;
          this.#dispatch({
            type: 'outbox_state',
            clientMessageId,
            ...(isLost ? { state: 'waiting' } : { state: 'failed', problem }),
          });
        }
      }
    } finally {
      this.#isFlushing = false;
    }
  }

  #nextWaiting() {
    return this.#state.outbox.find((item) => item.state === 'waiting');
  }

  #receive(push: Push): void {
    if (this.#early) this.#early.push(push);
    else this.#dispatch(push);
    if (this.#state.isStale && !this.#early) void this.#open();
  }

  #dispatch(action: ChatAction): void {
    const before = this.#state;
    this.#state = chatReducer(before, action);
    if (this.#state.outbox !== before.outbox) this.#options.storage.save(this.#state.outbox);
    for (const listener of this.#listeners) listener();
  }

  #newId(): string {
    return this.#options.newId?.() ?? randomId();
  }
}
