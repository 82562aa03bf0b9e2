import type { IncomingMessage } from 'node:http';

/** A request of Graph, as its parts take it. */
export interface GraphCall {
  method: string;
  /** Behind `/v1.0`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
  /** Of the stand-in, with `/v1.0`, for links. */
  base: string;
}
export type GraphAnswer = [status: number, body?: unknown, headers?: Record<string, string> | undefined];

/** As Graph says that something is wrong. */
export const graphError = (code: string, message: string) => ({
  error: {
    code,
    message,
    innerError: { date: new Date().toISOString(), 'request-id': '0000aaaa-11bb-cccc-dd22-eeeeee333333' },
  },
});
