import { MongoError } from '../mongo-error.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Bits 0 to 15 must be understood; only these two are. */
const REQUIRED_BITS = 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME);
/** MongoDB's own limit of one message. */
export const MAX_MESSAGE_BYTES = 48_000_000;

export interface Request {
  requestId: number;
  opCode: number;
  /** The command, undecoded. */
  body: Buffer;
  /** Documents sent beside the command (kind 1 sections), by field. */
  sequences: Map<string, Buffer[]>;
  /** OP_QUERY names the database in its namespace. */
  db?: string;
  wantsNoReply: boolean;
}

/** One complete message, header included. @throws MongoError when it is not one of the supported kinds */
export function parseMessage(message: Buffer): Request {
  const opCode = message.readInt32LE(12);
  const requestId = message.readInt32LE(4);
  if (opCode === OP_QUERY) return parseQuery(message, requestId);
  if (opCode !== OP_MSG) throw new MongoError('CommandNotSupported', `Unsupported OP_CODE ${opCode}`);
  const flags = message.readUInt32LE(16);
  if (flags & REQUIRED_BITS) {
    throw new MongoError('FailedToParse', `OP_MSG has unknown required flag bits: ${flags}`);
  }
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences = new Map<string, Buffer[]>();
  let body: Buffer | undefined;
  let at = 20;
  while (at < end) {
    const kind = message[at++];
    const size = message.readInt32LE(at);
    if (size < 5 || at + size > end)
      throw new MongoError('FailedToParse', 'OP_MSG section exceeds the message');
    const section = message.subarray(at, at + size);
    if (kind === 0) body = section;
    else if (kind === 1) readSequence(section, sequences);
    else throw new MongoError('FailedToParse', `Unknown section kind ${kind}`);
    at += size;
  }
  if (!body) throw new MongoError('FailedToParse', 'OP_MSG has no body section');
  return { requestId, opCode, body, sequences, wantsNoReply: (flags & MORE_TO_COME) !== 0 };
}

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const nameEnd = section.indexOf(0, 4);
  const documents: Buffer[] = [];
  let at = nameEnd + 1;
  while (at < section.length) {
    const size = section.readInt32LE(at);
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(section.toString('utf8', 4, nameEnd), documents);
}

/** OP_QUERY: only for the handshake of drivers that do not know yet what the server speaks. */
function parseQuery(message: Buffer, requestId: number): Request {
  const nameEnd = message.indexOf(0, 20);
  const start = nameEnd + 1 + 8;
  const body = message.subarray(start, start + message.readInt32LE(start));
  const db = message.toString('utf8', 20, nameEnd).split('.')[0] ?? 'admin';
  return { requestId, opCode: OP_QUERY, body, sequences: new Map(), db, wantsNoReply: false };
}

let lastRequestId = 0;

/** The header and body of the answer; to OP_QUERY it is an OP_REPLY. */
export function replyTo(request: Pick<Request, 'requestId' | 'opCode'>, body: Buffer): Buffer[] {
  const isQuery = request.opCode === OP_QUERY;
  const head = Buffer.alloc(isQuery ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  lastRequestId = (lastRequestId + 1) & 0x7fffffff;
  head.writeInt32LE(lastRequestId, 4);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  if (isQuery) {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  return [head, body];
}
