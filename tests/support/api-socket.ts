import type { Ack } from '@clianta/bot/channels/web/web.schema';
import { io, type Socket } from 'socket.io-client';
import type { ApiClient } from './api-server.ts';

const ACK_MS = 20_000;

export interface ApiSocket {
  socket: Socket;
  emit(event: string, body: unknown): Promise<Ack<never>>;
  /** Resolves when the server has closed it. */
  closed: Promise<void>;
  close(): void;
}

/** A signed-in page's socket, connected. @throws Error with what the server said when it is refused */
export async function aSocket(
  server: { url: string },
  client: Pick<ApiClient, 'workspaceId' | 'cookie'>,
  more: { auth?: object; headers?: Record<string, string> } = {},
): Promise<ApiSocket> {
  const socket = io(server.url, {
    auth: { workspaceId: client.workspaceId, ...more.auth },
    extraHeaders: { cookie: client.cookie, ...more.headers },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  const closed = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
  });
  return {
    socket,
    closed,
    emit: (event, body) => socket.timeout(ACK_MS).emitWithAck(event, body),
    close: () => void socket.close(),
  };
}
