import { request as httpsRequest } from 'node:https';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { UpstreamError } from '../errors.ts';
import type { OutsideRequest } from './actions/action.ts';

const LIMIT_MS = 10_000;
const MOST_BYTES = 1_000_000;

// looked at at every connect: what a name leads to may change after it was checked
const agent = new RequestFilteringHttpsAgent();

/**
 * One request to a server outside: no private address, no redirect (its answer is the answer), 10 s, 1 MB.
 *
 * @throws UpstreamError when there is no answer
 */
export function sendRequest({
  method,
  url,
  headers,
  body,
  signal,
}: OutsideRequest): Promise<{ status: number; body: string }> {
  const { host } = new URL(url);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown) =>
      reject(
        new UpstreamError(
          `${host} could not be reached: ${cause instanceof Error ? cause.message : cause}.`,
          { cause },
        ),
      );
    const sent = httpsRequest(url, { method, headers, agent, signal: limit }, (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MOST_BYTES) answer.destroy(new Error('its answer is larger than 1 MB'));
        else parts.push(part);
      });
      answer.on('error', failed);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
      );
    });
    sent.on('error', failed);
    sent.end(body);
  });
}
