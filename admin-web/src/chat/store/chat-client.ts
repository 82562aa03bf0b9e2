import type { MessagePush, NotificationPush, Opened, TurnPush } from '@clianta/bot/channels/web/web.schema';
import type { RecordNews } from '@clianta/crm-core/events/record-news.schema';
import { CardRequests } from './card-requests.ts';
import { type ChatAction, chatReducer } from './chat-reducer.ts';
import { ChatError, type ChatSocket, emitWithAck, problemOf } from './chat-socket.ts';
import { type ChatState, emptyChat } from './chat-state.ts';
import type { DraftStorage } from './draft-storage.ts';
import { loadOlder } from './load-older.ts';
import { OutboxSender } from './outbox-sender.ts';
import type { OutboxStorage } from './outbox-storage.ts';

interface Options {
  socket: ChatSocket;
  storage: OutboxStorage;
  drafts: DraftStorage;
  /** The server turned the connection away: the session may have ended. */
  onRefused?: () => void;
}

type Push = { type: 'turn'; push: TurnPush } | { type: 'message'; push: MessagePush };

/** Between two tries after the server has closed the connection itself. */
const RETRY_MS = 2_000;

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
  readonly drafts: DraftStorage;
  readonly cards: CardRequests;
  #state: ChatState;
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  readonly #notified = new Set<(notification: NotificationPush) => void>();
  readonly #onRecords = new Set<(news: RecordNews | undefined) => void>();
  #wasLost = false;
  /** Only the answer to the newest open counts; pushes that arrive before it are applied after it. */
  #openCount = 0;
  #early: Push[] | undefined;
  readonly #sender: OutboxSender;
  #isStopped = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wanted: { conversationId?: string; fresh?: boolean } = {};

  constructor(options: Options) {
    this.#options = options;
    this.drafts = options.drafts;
    this.cards = new CardRequests(options.socket);
    this.#state = { ...emptyChat, outbox: options.storage.load() };
    const { socket } = options;
    this.#sender = new OutboxSender(socket, this.getState, (action) => this.#dispatch(action));
    socket.on('connect', () => {
      this.#dispatch({ type: 'connection', connection: 'online' });
      // what was written meanwhile was not told
      if (this.#wasLost) this.#tellRecords(undefined);
      this.#wasLost = false;
      void this.#open();
      void this.#sender.flush();
    });
    socket.on('disconnect', () => this.#lose());
    socket.on('connect_error', () => {
      if (!socket.active) options.onRefused?.();
      this.#lose();
    });
    socket.on('turn', (push) => this.#receive({ type: 'turn', push }));
    socket.on('message', (push) => this.#receive({ type: 'message', push }));
    socket.on('notification', (push) => {
      for (const listener of this.#notified) listener(push);
    });
    socket.on('records', (news) => this.#tellRecords(news));
  }

  readonly getState = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Told of each notification that comes while this is connected. */
  readonly onNotification = (listener: (notification: NotificationPush) => void): (() => void) => {
    this.#notified.add(listener);
    return () => this.#notified.delete(listener);
  };

  /** Somebody is at this page. @returns whether the server could be told */
  notePresence(): boolean {
    const { socket } = this.#options;
    if (!socket.connected) return false;
    // told again soon: nothing is lost with one of them
    emitWithAck(socket, 'presence', {}).catch(() => {});
    return true;
  }
  /** Told of each kind of record of which some were written; of `undefined` when any may have been. */
  readonly onRecords = (listener: (news: RecordNews | undefined) => void): (() => void) => {
    this.#onRecords.add(listener);
    return () => this.#onRecords.delete(listener);
  };

  start(conversationId?: string): void {
    if (conversationId) this.#wanted = { conversationId };
    this.#isStopped = false;
    this.#options.socket.connect();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
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

  readonly loadOlder = (): Promise<void> =>
    loadOlder(this.#options.socket, this.#state, (action) => this.#dispatch(action));

  readonly send = (text: string, files: readonly { fileId: string; name: string }[] = []): void => {
    const { conversationId } = this.#state;
    if (!conversationId || (!text.trim() && files.length === 0)) return;
    const item = {
      clientMessageId: randomId(),
      conversationId,
      text: text.trim(),
      ...(files.length > 0 && { files }),
      createdAt: new Date().toISOString(),
      state: 'waiting' as const,
    };
    this.#dispatch({ type: 'composed', item });
    void this.#sender.flush();
  };

  readonly resend = (clientMessageId: string): void => {
    this.#dispatch({ type: 'outbox_state', clientMessageId, state: 'waiting' });
    void this.#sender.flush();
  };

  readonly discard = (clientMessageId: string): void =>
    this.#dispatch({ type: 'discarded', clientMessageId });

  readonly decide = (approvalId: string, decision: 'approve' | 'reject', typedCount?: number) =>
    this.#act(approvalId, 'decision:send', {
      approvalId,
      decision,
      ...(typedCount !== undefined && { typedCount }),
    });

  readonly choose = (choiceId: string, option: number) =>
    this.#act(choiceId, 'choice:send', { choiceId, option });

  /** @param formId - names the form among the cards of the conversation */
  readonly call = (formId: string, tool: string, values: Record<string, string>) =>
    this.#act(formId, 'call:send', { tool, values });

  readonly undo = (groupId: string) => this.#act(groupId, 'undo:send', { groupId });

  /** Socket.IO connects again by itself, except after the server closed or refused the connection. */
  #lose(): void {
    this.#wasLost = true;
    this.#dispatch({ type: 'connection', connection: 'offline' });
    if (this.#options.socket.active || this.#isStopped) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#options.socket.connect(), RETRY_MS);
  }

  #tellRecords(news: RecordNews | undefined): void {
    for (const listener of this.#onRecords) listener(news);
  }

  async #act(id: string, event: string, payload: object): Promise<void> {
    const { conversationId } = this.#state;
    this.#dispatch({ type: 'action', id, action: { state: 'sending' } });
    try {
      if (!this.#options.socket.connected)
        throw new ChatError({ code: 'offline', message: 'You are offline. Try again when connected.' });
      const clientMessageId = randomId();
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
}
