import type { Channel, ChannelHandlers, ChannelName } from '../channel.ts';

/** What has happened on a channel since this process began. */
export interface ChannelPulse {
  /** Of a channel that holds a connection: whether it has one now. */
  isConnected?: boolean;
  /** When something last came in. */
  lastEventAt?: string;
  /** When an answer was last taken. */
  lastSentAt?: string;
  /** What an answer was last refused with, when, while none has been taken since. */
  problem?: { message: string; at: string };
}

const LONGEST = 200;

/** Watches what comes in by a channel and what goes out. */
export class ChannelPulses {
  readonly #channels = new Map<ChannelName, Channel>();
  readonly #pulses = new Map<ChannelName, ChannelPulse>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The handlers, counted. */
  watch(channel: Channel, on: ChannelHandlers): ChannelHandlers {
    this.#channels.set(channel.name, channel);
    const came =
      <T, R>(take: (input: T) => Promise<R>) =>
      (input: T) => {
        this.#set(channel.name, { lastEventAt: this.#at() });
        return take(input);
      };
    return {
      ...on,
      message: came(on.message),
      decision: came(on.decision),
      choice: came(on.choice),
      undo: came(on.undo),
      call: came(on.call),
      amended: came(on.amended),
      feedback: came(on.feedback),
      connect: came(on.connect),
    };
  }

  /** Runs what delivers something. @throws what it throws */
  async send<T>(name: ChannelName, deliver: () => Promise<T>): Promise<T> {
    try {
      const sent = await deliver();
      this.#set(name, { lastSentAt: this.#at() }, 'problem');
      return sent;
    } catch (error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST);
      this.#set(name, { problem: { message, at: this.#at() } });
      throw error;
    }
  }

  of(name: ChannelName): ChannelPulse {
    const isConnected = this.#channels.get(name)?.isConnected?.();
    return { ...(isConnected !== undefined && { isConnected }), ...this.#pulses.get(name) };
  }

  #at(): string {
    return this.#now().toISOString();
  }

  #set(name: ChannelName, news: ChannelPulse, over?: keyof ChannelPulse): void {
    const pulse = { ...this.#pulses.get(name), ...news };
    if (over) delete pulse[over];
    this.#pulses.set(name, pulse);
  }
}
