import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

type Body = Record<string, unknown>;

const READ_MESSAGES = 1 << 15;
/** Long enough that the client says nothing by itself within a test. */
const HEARTBEAT_MS = 45_000;

interface Session {
  id: string;
  socket: WebSocket | undefined;
  seq: number;
  /** Everything dispatched, to be sent again to who resumes. */
  sent: Body[];
}

/** Discord's gateway: hello, identify, ready, dispatch, heartbeats, and resumption without a loss. */
export class DiscordGatewayStandIn {
  readonly identified: Body[] = [];
  resumed = 0;
  heartbeats = 0;
  /** The app has not been allowed to read all messages. */
  mayReadMessages = true;
  heartbeatMs = HEARTBEAT_MS;
  readonly #token: string;
  readonly #ready: () => Body;
  readonly #onReady: (dispatch: (type: string, data: Body) => void) => void;
  readonly #sockets: WebSocketServer;
  #session: Session | undefined;
  #count = 0;

  constructor(options: {
    server: Server;
    token: string;
    ready(): Body;
    onReady(dispatch: (type: string, data: Body) => void): void;
  }) {
    this.#token = options.token;
    this.#ready = options.ready;
    this.#onReady = options.onReady;
    this.#sockets = new WebSocketServer({ server: options.server });
    this.#sockets.on('connection', (socket) => this.#connected(socket));
  }

  get isReady(): boolean {
    return this.#session?.socket !== undefined;
  }

  /** Brings an event; who is not connected gets it with the resumption. */
  dispatch(type: string, data: Body): void {
    const session = this.#session;
    if (!session) throw new Error('nobody has identified');
    session.seq += 1;
    const packet = { op: 0, t: type, s: session.seq, d: data };
    session.sent.push(packet);
    session.socket?.send(JSON.stringify(packet));
  }

  /** The connection breaks. */
  cut(): void {
    const socket = this.#session?.socket;
    if (this.#session) this.#session.socket = undefined;
    socket?.terminate();
  }

  /** The session is forgotten: who resumes has to begin anew. */
  forget(): void {
    this.cut();
    this.#session = undefined;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise((resolve) => this.#sockets.close(resolve));
  }

  #connected(socket: WebSocket): void {
    const send = (packet: Body) => socket.send(JSON.stringify(packet));
    send({ op: 10, d: { heartbeat_interval: this.heartbeatMs } });
    socket.on('message', (text) => {
      const { op, d } = JSON.parse(String(text)) as { op: number; d: Body };
      if (op === 1) {
        this.heartbeats += 1;
        send({ op: 11 });
      } else if (op === 2) this.#identify(socket, d);
      else if (op === 6) this.#resume(socket, d);
    });
    socket.on('close', () => {
      if (this.#session?.socket === socket) this.#session.socket = undefined;
    });
  }

  #identify(socket: WebSocket, data: Body): void {
    this.identified.push(data);
    const isDisallowed = (Number(data.intents) & READ_MESSAGES) !== 0 && !this.mayReadMessages;
    if (data.token !== this.#token || isDisallowed) {
      socket.close(isDisallowed ? 4014 : 4004);
      return;
    }
    const session: Session = { id: `session-${++this.#count}`, socket, seq: 0, sent: [] };
    this.#session = session;
    this.dispatch('READY', { v: 10, session_id: session.id, ...this.#ready() });
    this.#onReady((type, body) => this.dispatch(type, body));
  }

  #resume(socket: WebSocket, { token, session_id: id, seq }: Body): void {
    const session = this.#session;
    if (token !== this.#token || !session || session.id !== id) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return;
    }
    this.resumed += 1;
    session.socket = socket;
    for (const packet of session.sent)
      if (Number(packet.s) > Number(seq)) socket.send(JSON.stringify(packet));
    this.dispatch('RESUMED', {});
  }
}
