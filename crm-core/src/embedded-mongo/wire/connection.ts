import type { Socket } from 'node:net';
import { asMongoError } from '../mongo-error.ts';
import { encode } from '../values/doc.ts';
import { BrokenConnection, MAX_MESSAGE_BYTES, parseMessage, type Request, replyTo } from './message.ts';

/** Answers one request with the bytes of a reply document. Must not throw. */
export type Answer = (request: Request) => Promise<Buffer>;

/** Reads whole messages off a socket and answers them in the order they came. */
export function serveConnection(socket: Socket, answer: Answer): void {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let wanted = 16;
  let turn: Promise<void> = Promise.resolve();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes < wanted) return;
    let buffer = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending);
    while (buffer.length >= 16) {
      const size = buffer.readInt32LE(0);
      if (size < 16 || size > MAX_MESSAGE_BYTES) {
        socket.destroy();
        return;
      }
      wanted = size;
      if (buffer.length < size) break;
      const message = buffer.subarray(0, size);
      buffer = buffer.subarray(size);
      wanted = 16;
      turn = turn.then(() => handle(message));
    }
    pending = buffer.length > 0 ? [buffer] : [];
    pendingBytes = buffer.length;
  });

  async function handle(message: Buffer): Promise<void> {
    const parts = await respond(message);
    if (!parts || socket.destroyed) return;
    socket.write(Buffer.concat(parts));
  }

  async function respond(message: Buffer): Promise<Buffer[] | undefined> {
    try {
      const request = parseMessage(message);
      const body = await answer(request);
      return request.wantsNoReply ? undefined : replyTo(request, body);
    } catch (error) {
      if (error instanceof BrokenConnection) {
        socket.destroy();
        return undefined;
      }
      const request = { requestId: message.readInt32LE(4), opCode: message.readInt32LE(12) };
      return replyTo(request, encode(asMongoError(error).toReply()));
    }
  }
}
