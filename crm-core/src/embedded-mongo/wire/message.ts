import { MongoError } from '../mongo-error.ts';
import { crc32c } from './crc32c.ts';
import { firstFieldName } from './raw-bson.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Bits 0 to 15 must be understood; only these two are. */
const REQUIRED_BITS = 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME);
/** MongoDB's own limit of one message. */
export const MAX_MESSAGE_BYTES = 48_000_000;

const HANDSHAKES = new Set(['hello', 'isMaster', 'ismaster']);

/** What arrives cannot be trusted any more: there is no answer, the connection ends. */
export class BrokenConnection extends Error {}

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
  if (message.length < 26) throw new MongoError('FailedToParse', 'OP_MSG is too short to hold a command');
  const flags = message.readUInt32LE(16);
  if (flags & REQUIRED_BITS) {
    throw new MongoError('FailedToParse', `OP_MSG has unknown required flag bits: ${flags}`);
  }
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  if (flags & CHECKSUM_PRESENT && crc32c(message.subarray(0, end)) !== message.readUInt32LE(end)) {
    throw new BrokenConnection('OP_MSG checksum does not match contents');
  }
  const sequences = new Map<string, Buffer[]>();
  let body: Buffer | undefined;
  let at = 20;
  while (at < end) {
    const kind = message[at++];
    const size = sizeAt(message, at, end);
    const section = message.subarray(at, at + size);
    if (kind === 0 && body) throw new MongoError(40430, 'Multiple body sections in message');
    if (kind === 0) body = section;
    else if (kind === 1) readSequence(section, sequences);
    else throw new MongoError('FailedToParse', `Unknown section kind ${kind}`);
    at += size;
  }
  if (!body) throw new MongoError('FailedToParse', 'OP_MSG has no body section');
  return { requestId, opCode, body, sequences, wantsNoReply: (flags & MORE_TO_COME) !== 0 };
}

/** The size of what begins there, checked to lie within the message. */
function sizeAt(bytes: Buffer, at: number, end: number): number {
  const size = at + 4 <= end ? bytes.readInt32LE(at) : 0;
  if (size < 5 || at + size > end) {
    throw new MongoError('FailedToParse', 'A section of the message has a length that does not fit');
  }
  return size;
}

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new MongoError('FailedToParse', 'The name of a document sequence does not end');
  const name = section.toString('utf8', 4, nameEnd);
  if (sequences.has(name)) throw new MongoError(40431, `Duplicate document sequence ${name}`);
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = sizeAt(section, at, section.length);
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(name, documents);
}

/** OP_QUERY: only for the handshake of drivers that do not know yet what the server speaks. */
function parseQuery(message: Buffer, requestId: number): Request {
  const nameEnd = message.indexOf(0, 20);
  if (nameEnd < 0) throw new MongoError('FailedToParse', 'The namespace of OP_QUERY does not end');
  const start = nameEnd + 1 + 8;
  const body = message.subarray(start, start + sizeAt(message, start, message.length));
  const name = firstFieldName(body);
  if (!HANDSHAKES.has(name)) {
    throw new MongoError(
      'UnsupportedOpQueryCommand',
      `Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade.`,
    );
  }
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
