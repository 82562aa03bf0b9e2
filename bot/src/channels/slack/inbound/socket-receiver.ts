import { logger } from '@clianta/crm-core/logger';
import { type App, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { boltLogger } from '../bolt-logger.ts';
import { verdictOf } from './request-body.ts';
import type { KeepEvent } from './slack-receiver.ts';

export interface SocketOptions {
  /** `xapp-...` */
  appToken: string;
  clientOptions: WebClientOptions;
  /** While the process stops nothing is taken, so that Slack brings it again. */
  isStopping(): boolean;
  keep: KeepEvent;
  /** Before a lost connection is opened again; twice as long each time it fails. Default: a second. */
  reconnectMs?: number;
}

const LONGEST_WAIT_MS = 30_000;

/** Slack over a socket that we open: no public address is needed, and the connection itself is the proof that it is Slack. */
export class SocketReceiver implements Receiver {
  readonly #socket: SocketModeReceiver;
  readonly #isStopping: () => boolean;
  readonly #reconnectMs: number;
  readonly #keep: KeepEvent;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ appToken, clientOptions, isStopping, keep, reconnectMs = 1_000 }: SocketOptions) {
    this.#isStopping = isStopping;
    this.#keep = keep;
    this.#reconnectMs = reconnectMs;
    this.#socket = new SocketModeReceiver({
      appToken,
      logger: boltLogger,
      installerOptions: { clientOptions },
      // its own way of connecting again ends the process when Slack refuses
      autoReconnectEnabled: false,
    });
  }

  init(app: App): void {
    const take = async (event: ReceiverEvent) => {
      if (this.#isStopping()) return;
      const verdict = verdictOf(event.body);
      if (verdict === 'take') {
        await this.#keep(event.body);
        return app.processEvent(event);
      }
      logger.info({ verdict }, 'slack sends over the socket what is not for us');
      await event.ack();
    };
    // bolt asks nothing else of an app
    this.#socket.init(Object.assign(Object.create(app) as App, { processEvent: take }));
  }

  /** Goes on in the background: a Slack that cannot be reached keeps nobody from starting. */
  async start(): Promise<void> {
    this.#socket.client.on('disconnected', () => this.#connectLater());
    this.#connect();
  }

  #connect(): void {
    this.#socket.start().then(
      () => {
        this.#failures = 0;
      },
      (error: unknown) => {
        logger.error({ err: error }, 'slack does not open a socket; is SLACK_APP_TOKEN right?');
        this.#connectLater();
      },
    );
  }

  #connectLater(): void {
    if (this.#isStopping()) return;
    clearTimeout(this.#timer);
    const waitMs = Math.min(this.#reconnectMs * 2 ** this.#failures++, LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => this.#connect(), waitMs).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#socket.client.disconnect();
  }
}
