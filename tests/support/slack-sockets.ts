import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** Socket Mode as Slack speaks it: a greeting, envelopes, and what was acknowledged of them. */
export class SlackSockets {
  /** By envelope: what was sent back. */
  readonly acks = new Map<string, unknown>();
  readonly #open = new Set<WebSocket>();
  readonly #server = new WebSocketServer({ noServer: true });

  serve(server: Server): void {
    server.on('upgrade', (request, socket, head) =>
      this.#server.handleUpgrade(request, socket, head, (opened) => this.#greet(opened)),
    );
  }

  get count(): number {
    return this.#open.size;
  }

  /** @returns the envelope's id */
  send(type: 'events_api' | 'slash_commands' | 'interactive', payload: unknown, retryAttempt = 0): string {
    const envelope_id = randomUUID();
    const envelope = {
      envelope_id,
      type,
      payload,
      accepts_response_payload: true,
      retry_attempt: retryAttempt,
    };
    for (const socket of this.#open) socket.send(JSON.stringify(envelope));
    return envelope_id;
  }

  /** As when Slack closes a connection, or the network does. */
  cut(): void {
    for (const socket of this.#open) socket.terminate();
    this.#open.clear();
  }

  stop(): void {
    this.cut();
    this.#server.close();
  }

  #greet(socket: WebSocket): void {
    this.#open.add(socket);
    socket.on('close', () => this.#open.delete(socket));
    socket.on('message', (data) => {
      const { envelope_id: id, payload } = JSON.parse(String(data)) as {
        envelope_id: string;
        payload?: unknown;
      };
      this.acks.set(id, payload);
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  }
}
