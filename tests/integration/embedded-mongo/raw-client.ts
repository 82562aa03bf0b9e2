import { createConnection, type Socket } from 'node:net';
import { BSON } from 'mongodb';

const { deserialize, serialize } = BSON;

const OP_QUERY = 2004;
export const OP_MSG = 2013;

/** One connection that sends bytes as they are, right or wrong. */
export class RawClient {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #isClosed = false;
  #wake: () => void = () => {};

  constructor(port: number) {
    this.socket = createConnection({ host: '127.0.0.1', port });
    this.socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  /** The document of the next answer; 'closed' when the connection ends instead. */
  async ask(message: Buffer): Promise<Record<string, unknown> | 'closed'> {
    this.socket.write(message);
    for (;;) {
      const size = this.#received.length >= 16 ? this.#received.readInt32LE(0) : undefined;
      if (size !== undefined && this.#received.length >= size) {
        const answer = this.#received.subarray(0, size);
        this.#received = this.#received.subarray(size);
        return deserialize(answer.subarray(answer.readInt32LE(12) === OP_MSG ? 21 : 36));
      }
      if (this.#isClosed) return 'closed';
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

export function message(opCode: number, body: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + body.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(opCode, 12);
  return Buffer.concat([head, body]);
}

/** An OP_MSG of a command; `sections` follow its body as they are. */
export function opMsg(command: Record<string, unknown>, sections: Buffer[] = [], flags = 0): Buffer {
  const flagBits = Buffer.alloc(4);
  flagBits.writeUInt32LE(flags);
  const body = Buffer.from(serialize({ ...command, $db: 'raw' }));
  return message(OP_MSG, Buffer.concat([flagBits, Buffer.from([0]), body, ...sections]));
}

/** A kind 1 section that holds these bytes as its documents. */
export function sequence(name: string, documents: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), documents]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(4 + content.length);
  return Buffer.concat([Buffer.from([1]), size, content]);
}

/** OP_QUERY against `admin.$cmd`. */
export function opQuery(command: Record<string, unknown>): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeInt32LE(-1, 4);
  return message(
    OP_QUERY,
    Buffer.concat([Buffer.alloc(4), Buffer.from('admin.$cmd\0'), numbers, Buffer.from(serialize(command))]),
  );
}
