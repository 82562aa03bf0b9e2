import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { RateLimitedError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import type { Admission } from '@clianta/crm-core/workspace/session-records';
import type { Server, Socket } from 'socket.io';
import { authenticate, requireOpens, tokenOf } from '../../api/authentication.ts';
import type { Sessions } from '../../api/sessions.ts';
import type { Limits } from '../../limits/limits.ts';

/** How long a socket may stay open here after another process has shut its user out. */
const CHECK_MS = 3_000;
/** Open pages of one person at this process. */
const MOST_SOCKETS = 50;
const FULL_WAIT_MS = 60_000;

export interface SocketAccessOptions {
  io: Server;
  crm: CrmCore;
  sessions: Sessions;
  limits: Limits;
}

/** What a socket was let in with. */
interface Admitted extends Admission {
  token: string;
}

const sessionRoom = (id: string) => `session:${id}`;
const accountRoom = (userId: string) => `account:${userId}`;
export const workspaceRoom = (workspaceId: string) => `workspace:${workspaceId}`;
export const userRoom = (workspaceId: string, userId: string) => `user:${workspaceId}:${userId}`;

/** Lets sockets in by their session, and closes them when that ends or their user leaves the workspace. */
export class SocketAccess {
  readonly #options: SocketAccessOptions;
  readonly #unlisten: () => void;
  readonly #checking: NodeJS.Timeout;

  constructor(options: SocketAccessOptions) {
    this.#options = options;
    const { io, sessions } = options;
    this.#unlisten = sessions.records.onEnd(({ userId, sessionId }) =>
      io.in(sessionId ? sessionRoom(sessionId) : accountRoom(userId)).disconnectSockets(true),
    );
    this.#checking = setInterval(() => {
      this.#check().catch((err) => logger.warn({ err }, 'sockets could not be checked'));
    }, CHECK_MS).unref();
  }

  /** @throws UnauthenticatedError, ForbiddenError, RateLimitedError */
  async admit(socket: Socket): Promise<void> {
    const { io, crm, sessions } = this.#options;
    const given = socket.handshake.auth as { workspaceId?: unknown; token?: unknown; userId?: unknown };
    const token =
      typeof given.token === 'string' ? given.token : (tokenOf(socket.handshake.headers)?.token ?? '');
    const expected = typeof given.userId === 'string' ? given.userId : undefined;
    const authenticated = await authenticate(crm, sessions, token, expected);
    const { account, sessionId } = authenticated;
    requireOpens(authenticated, String(given.workspaceId ?? ''));
    const { workspaceId } = await scopeOfMember(crm, String(given.workspaceId ?? ''), account.id, 'web');
    const open = io.of('/').adapter.rooms.get(accountRoom(account.id))?.size ?? 0;
    if (open >= MOST_SOCKETS)
      throw new RateLimitedError(`You have ${open} pages open; close some to open another.`, FULL_WAIT_MS);
    socket.data = { token, sessionId, workspaceId, userId: account.id } satisfies Admitted;
    await socket.join([
      sessionRoom(sessionId),
      accountRoom(account.id),
      userRoom(workspaceId, account.id),
      workspaceRoom(workspaceId),
    ]);
  }

  /** Checked at every call: a role that was taken away counts at once. @throws as `admit` */
  async scopeOf(socket: Socket): Promise<Scope> {
    const { crm, sessions, limits } = this.#options;
    const { token, workspaceId, userId } = socket.data as Admitted;
    await limits.take('socket', userId);
    const { account } = await authenticate(crm, sessions, token);
    return scopeOfMember(crm, workspaceId, account.id, 'web');
  }

  /** Whom a socket was let in for. */
  admittedAs(socket: Socket): Pick<Admission, 'workspaceId' | 'userId'> {
    return socket.data as Admitted;
  }

  stop(): void {
    clearInterval(this.#checking);
    this.#unlisten();
  }

  async #check(): Promise<void> {
    const { io, sessions } = this.#options;
    const sockets = [...io.of('/').sockets.values()];
    const admitted = sockets.map((socket) => ({ ...(socket.data as Admitted), socket }));
    for (const { socket } of await sessions.records.lapsed(admitted)) socket.disconnect(true);
  }
}
