import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorBody } from './http-error.ts';

/** What Node refuses before there is a request, by its name of it. */
const REFUSED: ReadonlyMap<string, readonly [status: number, message: string]> = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    [
      431,
      'The address and the headers of the request are too long together; 16 KB is the most. Make the filter shorter.',
    ],
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'The request took too long to arrive.']],
]);

/** A request that could not be read at all is answered with a sentence, as every other one that is refused. */
export function refuseUnread(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSED.get(error.code ?? '') ?? [
    400,
    'This is not an HTTP request that can be read.',
  ];
  const body = JSON.stringify({ error: { code: 'invalid', message } } satisfies ErrorBody);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
