import type { Ack, MessagePush, Opened, StoredMessage } from '@clianta/bot/channels/web/web.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { io, type Socket } from 'socket.io-client';
import { vi } from 'vitest';
import { signedIn } from '../api-server.ts';
import { TEST_PASSWORD } from '../test-crm.ts';
import type { Answer, ChannelDriver, Person, Speaker } from './channel-driver.ts';

const ACK_MS = 5_000;

class WebSpeaker implements Speaker {
  readonly socket: Socket;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #refusals: Answer[] = [];
  #conversationId = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('message', ({ conversationId, message }: MessagePush) => {
      if (conversationId === this.#conversationId) this.#messages.set(message.id, message);
    });
    socket.on('connect_error', (error) => this.#refuse(error.message));
  }

  async connect(): Promise<void> {
    const connected = new Promise((resolve) => this.socket.once('connect', () => resolve(undefined)));
    this.socket.connect();
    await connected;
    const wanted = this.#conversationId ? { conversationId: this.#conversationId } : { fresh: true };
    const opened = await this.#emit<Opened>('conversation:open', wanted);
    if (!opened) throw new Error('the conversation did not open');
    this.#conversationId = opened.conversationId;
    for (const message of opened.messages) this.#messages.set(message.id, message);
  }

  async say(text: string, times = 1): Promise<void> {
    const clientMessageId = newId();
    const deliver = () => this.#emit('message:send', { text, clientMessageId });
    await Promise.all(Array.from({ length: times }, deliver));
  }

  async decide({ id }: { id: string }, decision: 'approve' | 'reject'): Promise<void> {
    await this.#emit('decision:send', { approvalId: id, decision, clientMessageId: newId() });
  }

  answers(): Answer[] {
    const shown = [...this.#messages.values()]
      .filter((message) => message.author === 'assistant')
      .sort((a, b) => a.position - b.position)
      .map(({ text, cards }) => ({ text, drawn: `${text}\n${JSON.stringify(cards)}` }));
    return [...shown, ...this.#refusals];
  }

  async close(): Promise<void> {
    this.socket.disconnect();
  }

  async #emit<T>(event: string, body: object): Promise<T | undefined> {
    const payload = { conversationId: this.#conversationId, ...body };
    const ack: Ack<T> = await this.socket.timeout(ACK_MS).emitWithAck(event, payload);
    if (ack.ok) return ack.data;
    this.#refuse(ack.error.message);
    return undefined;
  }

  #refuse(text: string): void {
    this.#refusals.push({ text, drawn: text });
  }
}

/** The web chat as a browser speaks it: a signed-in cookie and Socket.IO. */
export function webDriver(url: string): ChannelDriver {
  const connect = (workspaceId: string, cookie: string) =>
    new WebSpeaker(
      io(url, {
        auth: { workspaceId },
        extraHeaders: { cookie },
        autoConnect: false,
        forceNew: true,
        reconnection: false,
      }),
    );
  return {
    name: 'web',
    async open({ email, workspaceId }: Person) {
      const { cookie } = await signedIn({ url }, email, TEST_PASSWORD);
      const speaker = connect(workspaceId, cookie);
      await speaker.connect();
      return speaker;
    },
    async stranger() {
      const speaker = connect('aaaaaaaaaaaaaaaaaaaaaaaa', '');
      speaker.socket.connect();
      await vi.waitUntil(() => speaker.answers().length > 0, 5_000);
      return speaker;
    },
    async sayWhileBroken(speaker, text) {
      if (!(speaker instanceof WebSpeaker)) throw new Error('not a web speaker');
      await speaker.say(text);
      speaker.socket.disconnect();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await speaker.connect();
    },
    // the page draws no HTML and no images; here it is about what the server lets out
    dangers: ({ text }) => text.match(/!\[[^\]]*\]\(|\]\(\s*javascript:/gi) ?? [],
    stop: async () => {},
  };
}
