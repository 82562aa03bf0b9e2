import type { MessagePush, NotificationPush, TurnPush } from '@clianta/bot/channels/web/web.schema';
import type { RecordNews } from '@clianta/crm-core/events/record-news.schema';
import { io, type Socket } from 'socket.io-client';
import type { Problem } from './chat-state.ts';

interface ServerEvents {
  turn: (push: TurnPush) => void;
  message: (push: MessagePush) => void;
  notification: (push: NotificationPush) => void;
  records: (news: RecordNews) => void;
}

type ClientEvents = Record<string, (payload: unknown, ack: (answer: unknown) => void) => void>;

export type ChatSocket = Socket<ServerEvents, ClientEvents>;

/** A request that the server refused, or that it did not answer. */
export class ChatError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ChatError';
    this.problem = problem;
  }
}

export const problemOf = (error: unknown): Problem =>
  error instanceof ChatError ? error.problem : { code: 'internal', message: 'Something went wrong.' };

/** The server acknowledges at once and works afterwards; longer than this and the connection is bad. */
const ACK_TIMEOUT_MS = 15_000;

interface RawAck {
  ok?: boolean;
  data?: unknown;
  error?: Problem;
}

/** @throws ChatError with code `unreachable` when there is no answer, else with the server's own code */
export async function emitWithAck<T>(socket: ChatSocket, event: string, payload: unknown): Promise<T> {
  let ack: RawAck;
  try {
    ack = (await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload)) as RawAck;
  } catch {
    throw new ChatError({ code: 'unreachable', message: 'Clianta did not answer.' });
  }
  if (ack.ok) return ack.data as T;
  throw new ChatError(ack.error ?? { code: 'internal', message: 'Something went wrong.' });
}

/**
 * Same origin, authenticated by the cookie or a token. WebSocket first: polling asks a balancer to send all requests of a page to the same
 * process, so it is only for networks that let no WebSocket through. Reconnects by itself, at first after half a second, at
 * most every 5 s.
 */
export function connectSocket(workspaceId: string, userId: string, token?: string): ChatSocket {
  return io({
    auth: { workspaceId, userId, ...(token && { token }) },
    autoConnect: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
}
